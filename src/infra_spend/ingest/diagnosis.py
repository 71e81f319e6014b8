"""Diagnosis: find the first bad row of exports that did not convert, and say what is wrong."""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from infra_spend.database import quote_text
from infra_spend.errors import InputError, first_line
from infra_spend.ingest.conversion import Conversion
from infra_spend.ingest.exports import Export, open_text

CSV_LINE = re.compile(r"CSV Error on Line: (\d+)")
CSV_PROBLEM = re.compile(
    r"(Expected Number of Columns.*|Value with unterminated quote|Invalid unicode[^.]*"
    r"|Maximum line size[^.]*|The CSV Parser state[^.]*)"
)
ADVICE = "correct the export, or use --quarantine to land the other rows"


def first_fault(
    session: duckdb.DuckDBPyConnection, conversions: Sequence[Conversion], error: duckdb.Error
) -> InputError:
    """Return the first row, in file order, that cannot be converted, else ``error``."""
    for conversion in conversions:
        found = _first_row(session, conversion, conversion.fault(), "true")
        if found:
            return InputError(f"{found}: {ADVICE}")
    names = ", ".join(str(file) for each in conversions for file in each.export.files)
    return InputError(f"{names}: cannot be converted: {first_line(error)}")


def mixed_currencies(
    session: duckdb.DuckDBPyConnection,
    conversions: Sequence[Conversion],
    holder: str,
    currencies: Sequence[str],
) -> InputError:
    """Return the error of the first row in the rarest of a holder's several currencies."""
    found: str | None = None
    for conversion in conversions:
        table = conversion.table
        if table.one_currency_per is None or table.currency_column is None:
            continue
        currency = conversion.value(table.currency_column)
        kind = table.one_currency_per.removesuffix("_id").replace("_", " ")
        condition = (
            f"{conversion.value(table.one_currency_per)} = {quote_text(holder)}"
            f" and {currency} = {quote_text(currencies[0])}"
        )
        text = quote_text(
            f"column {table.currency_column}: {kind} {holder} has"
            f" {' and '.join(sorted(currencies))} in one period"
        )
        found = found or _first_row(session, conversion, text, condition)
    return InputError(f"{found}: split the export by currency")


def _first_row(
    session: duckdb.DuckDBPyConnection, conversion: Conversion, text: str, condition: str
) -> str | None:
    """Return ``file: data row N (line M): text`` of the first row with a text, else None."""
    session.execute("set preserve_insertion_order = true")
    try:
        for file in conversion.export.files:
            export = replace(conversion.export, files=(file,))
            single = replace(conversion, export=export)
            query = (
                f"select row_number, fault from (select row_number() over () as row_number,"
                f" case when {condition} then {text} end as fault from {single.tried()})"
                " where fault is not null limit 1"
            )
            try:
                row = session.execute(query).fetchone()
            except duckdb.Error as error:
                return f"{file}: {_unreadable(error)}"
            if row:
                return f"{file}: data row {row[0]}{_line(export, row[0])}: {row[1]}"
        return None
    finally:
        session.execute("set preserve_insertion_order = false")


def _unreadable(error: duckdb.Error) -> str:
    line = CSV_LINE.search(str(error))
    problem = CSV_PROBLEM.search(str(error))
    if line and problem:
        return f"line {line[1]}: {problem[1]}"
    return first_line(error)


def _line(export: Export, row_number: int) -> str:
    """Return the line of the file that a CSV row ends on; a quoted cell may hold line ends."""
    if export.kind != "csv":
        return ""
    with open_text(export.files[0], export.compressed) as text:
        rows = csv.reader(text, delimiter=export.delimiter)
        filled = (rows.line_num for row in rows if row)
        line = next((line for count, line in enumerate(filled) if count == row_number), None)
    return f" (line {line})" if line else ""
