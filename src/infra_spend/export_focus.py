"""Export the warehouse as a FOCUS file that any FOCUS tool can read."""

import re
import uuid
from pathlib import Path

import duckdb

from infra_spend.database import limit_memory, open_warehouse, quote_name, quote_text
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.registry import Column, Table
from infra_spend.settings import Settings

MART = "marts.focus_cost_and_usage"
SUFFIXES = {".parquet": "format parquet, codec zstd", ".csv": "format csv, header"}
MONTH = re.compile(r"\d{4}-\d{2}")
ISO_TIME = "%Y-%m-%dT%H:%M:%SZ"


def export_focus(
    settings: Settings, table: Table, version: str, out: Path, month: str | None
) -> tuple[int, list[str]]:
    """Write the mart with exactly the columns of a FOCUS version, as Parquet or CSV.

    Returns the number of rows and the columns that the mart lacks, which are null in the file.
    Raises InputError for an unknown version, file type or month, InfraSpendError without the mart.
    """
    if version not in table.versions():
        raise InputError(
            f"--version {version}: is not a FOCUS version; known: {', '.join(table.versions())}"
        )
    if out.suffix not in SUFFIXES:
        raise InputError(f"--out {out}: the name must end in .parquet or .csv")
    if month and not MONTH.fullmatch(month):
        raise InputError(f"--month {month}: is not a month; write it as 2026-01")
    columns = [column for column in table.columns.values() if column.is_in(version)]
    with open_warehouse(settings.warehouse) as session:
        limit_memory(session, settings.memory)
        # To keep the order of the lines, what is read early would wait in memory for the rest.
        session.execute("set preserve_insertion_order = false")
        present = _mart_columns(session, settings.warehouse)
        values = [_value(column, present, out.suffix) for column in columns]
        query = f"select {', '.join(values)} from {MART}"
        if month:
            query += f" where strftime(BillingPeriodStart, '%Y-%m') = {quote_text(month)}"
        missing = [name for name in map(pascal_case, columns) if name not in present]
        return _write(session, query, out), missing


def pascal_case(column: Column) -> str:
    """Return the FOCUS name of a column: ``sku_id`` as ``SkuId``."""
    return "".join(word.capitalize() for word in column.name.split("_"))


def _mart_columns(session: duckdb.DuckDBPyConnection, warehouse: Path) -> dict[str, str]:
    try:
        described = session.execute(f"describe {MART}").fetchall()
    except duckdb.Error as error:
        raise InfraSpendError(f"{warehouse}: has no {MART}: run dbt build first") from error
    return {row[0]: row[1] for row in described}


def _value(column: Column, present: dict[str, str], suffix: str) -> str:
    name = pascal_case(column)
    column_type = present.get(name)
    sql = quote_name(name)
    if column_type is None:
        sql = f"cast(null as {column.data_type if column.data_type != 'map' else 'string'})"
    elif column_type.startswith(("MAP", "STRUCT", "JSON")):
        sql = f"cast(to_json({sql}) as varchar)"
    elif column_type.startswith("TIMESTAMP") and suffix == ".csv":
        sql = f"strftime({sql}, {quote_text(ISO_TIME)})"
    return f"{sql} as {quote_name(name)}"


def _write(session: duckdb.DuckDBPyConnection, query: str, out: Path) -> int:
    """Write beside ``out`` and rename, so that a reader never sees half a file."""
    part = out.with_name(f".{out.name}.{uuid.uuid4().hex}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        copied = session.execute(
            f"copy ({query}) to {quote_text(str(part))} ({SUFFIXES[out.suffix]})"
        )
        count = copied.fetchone()
        part.replace(out)
    except (duckdb.Error, OSError) as error:
        raise InfraSpendError(f"{out}: cannot be written: {first_line(error)}") from error
    finally:
        part.unlink(missing_ok=True)
    return count[0] if count else 0
