"""Staging: convert the exports of one table into one typed Parquet file, and look at it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from infra_spend.database import quote_name, quote_text
from infra_spend.ingest.conversion import ROUNDED, Conversion
from infra_spend.ingest.diagnosis import first_fault, mixed_currencies
from infra_spend.registry import Table


@dataclass(frozen=True)
class Period:
    """What the export holds of one billing period (YYYY-MM): rows and sums of whole columns."""

    billing_period: str
    row_count: int
    rounded_value_count: int
    sums: dict[str, Decimal]


@dataclass(frozen=True)
class Staged:
    """The converted rows of one table: a Parquet file, its billing periods, its bad rows."""

    table: Table
    file: Path
    period_sql: str
    periods: list[Period]
    quarantined: dict[Path, int] = field(default_factory=dict)

    def rows_of(self, period: str) -> str:
        """Return the query of the rows of one billing period."""
        return f"select * from {self.relation()} where {self.period_sql} = {quote_text(period)}"

    def relation(self) -> str:
        """Return the SQL relation of all staged rows."""
        return f"read_parquet({quote_text(str(self.file))})"


def stage(
    session: duckdb.DuckDBPyConnection,
    conversions: Sequence[Conversion],
    folder: Path,
    quarantine: bool,
) -> Staged:
    """Convert the exports of one table into ``folder``.

    Raises InputError naming the first bad row, unless ``quarantine`` is given: then bad rows are
    written, as exported and with their reason, to CSV files beside.
    """
    table = conversions[0].table
    file = folder / f"{table.identifier}.parquet"
    quarantined: dict[Path, int] = {}
    try:
        _copy(session, [conversion.rows() for conversion in conversions], conversions, file)
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException | duckdb.IOException):
            raise
        fault = first_fault(session, conversions, error)
        if not quarantine:
            raise fault from error
        quarantined = _write_bad_rows(session, conversions, folder, fault)
        good = [conversion.rows(only_good=True) for conversion in conversions]
        _copy(session, good, conversions, file)
    staged = Staged(table, file, conversions[0].period(), [], quarantined)
    _check_currencies(session, staged, conversions)
    staged.periods.extend(_measure(session, staged))
    return staged


def _copy(
    session: duckdb.DuckDBPyConnection,
    queries: list[str],
    conversions: Sequence[Conversion],
    file: Path,
) -> None:
    names = ", ".join(path.name for conversion in conversions for path in conversion.export.files)
    session.execute(
        f"copy ({' union all by name '.join(queries)}) to {quote_text(str(file))}"
        f" (format parquet, codec zstd, kv_metadata {{source_files: {quote_text(names)}}})"
    )


def _write_bad_rows(
    session: duckdb.DuckDBPyConnection,
    conversions: Sequence[Conversion],
    folder: Path,
    fault: Exception,
) -> dict[Path, int]:
    """Return the CSV files of bad rows and how many each holds; raise ``fault`` if unreadable."""
    written: dict[Path, int] = {}
    for number, conversion in enumerate(conversions):
        columns = [
            f"column_{position} as {quote_name(name)}"
            for position, name in enumerate(conversion.export.names())
        ]
        file = folder / f"{conversion.table.identifier}-{number}.csv"
        query = (
            f"select {conversion.fault()} as _reason, {', '.join(columns)}"
            f" from {conversion.tried()} where _reason is not null"
        )
        try:
            copied = session.execute(f"copy ({query}) to {quote_text(str(file))} (header)")
        except duckdb.Error as error:
            raise fault from error
        count = copied.fetchone()
        if count and count[0]:
            written[file] = count[0]
    return written


def _check_currencies(
    session: duckdb.DuckDBPyConnection, staged: Staged, conversions: Sequence[Conversion]
) -> None:
    """Raise InputError when one billing account has two currencies in one period."""
    table = staged.table
    if table.currency_column is None or table.billing_account_column is None:
        return
    account, currency = quote_name(table.billing_account_column), quote_name(table.currency_column)
    mixed = session.execute(
        f"select {account}, list(currency order by row_count) from"
        f" (select {staged.period_sql} as period, {account}, {currency} as currency,"
        f" count(*) as row_count from {staged.relation()} group by all)"
        f" group by period, {account} having count(*) > 1 order by period, {account} limit 1"
    ).fetchone()
    if mixed:
        raise mixed_currencies(session, conversions, mixed[0], mixed[1])


def _measure(session: duckdb.DuckDBPyConnection, staged: Staged) -> list[Period]:
    described = session.execute(f"describe from {staged.relation()}").fetchall()
    present = {row[0] for row in described}
    names = [name for name in staged.table.summed_columns if name in present]
    sums = "".join(f", coalesce(sum({quote_name(name)}), 0)" for name in names)
    rows = session.execute(
        f"select {staged.period_sql} as period, count(*), sum({ROUNDED}){sums}"
        f" from {staged.relation()} group by period order by period"
    ).fetchall()
    return [Period(row[0], row[1], row[2], dict(zip(names, row[3:], strict=True))) for row in rows]
