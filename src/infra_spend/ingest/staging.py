"""Staging: convert the exports of one table into typed Parquet by period, and look at it."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from infra_spend.database import quote_name, quote_text
from infra_spend.ingest.conversion import ROUNDED, Conversion
from infra_spend.ingest.diagnosis import first_fault, mixed_currencies
from infra_spend.registry import Table

PERIOD = "billing_period"
# Rows of all periods that a thread holds before it writes them: a row group's worth.
ROWS_IN_MEMORY = 122_880


@dataclass(frozen=True)
class Period:
    """What the export holds of one billing period (YYYY-MM): rows and sums of whole columns."""

    billing_period: str
    row_count: int
    rounded_value_count: int
    sums: dict[str, Decimal]


@dataclass(frozen=True)
class Staged:
    """The converted rows of one table: ``folder`` holds Parquet files below ``billing_period=``."""

    table: Table
    folder: Path
    periods: list[Period]
    quarantined: dict[Path, int] = field(default_factory=dict)

    def files_of(self, period: str) -> tuple[Path, ...]:
        """Return the files of one billing period."""
        return tuple(sorted((self.folder / f"{PERIOD}={period}").glob("*.parquet")))

    def relation(self) -> str:
        """Return the SQL relation of all staged rows and their ``billing_period``."""
        files = quote_text(f"{self.folder}/*/*.parquet")
        return f"read_parquet({files}, hive_partitioning = true, hive_types_autocast = false)"


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
    staged = Staged(table, folder / table.identifier, [])
    try:
        _copy(session, [conversion.rows() for conversion in conversions], conversions, staged)
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException | duckdb.IOException):
            raise
        fault = first_fault(session, conversions, error)
        if not quarantine:
            raise fault from error
        staged.quarantined.update(_write_bad_rows(session, conversions, folder, fault))
        good = [conversion.rows(only_good=True) for conversion in conversions]
        _copy(session, good, conversions, staged)
    if any(staged.folder.iterdir()):
        _check_currencies(session, staged, conversions)
        staged.periods.extend(_measure(session, staged))
    return staged


def _copy(
    session: duckdb.DuckDBPyConnection,
    queries: list[str],
    conversions: Sequence[Conversion],
    staged: Staged,
) -> None:
    """Write the rows of ``queries`` into the staged folder, and nothing that was there before."""
    shutil.rmtree(staged.folder, ignore_errors=True)
    staged.folder.mkdir()
    names = ", ".join(path.name for conversion in conversions for path in conversion.export.files)
    rows = " union all by name ".join(queries)
    session.execute(f"set partitioned_write_flush_threshold = {ROWS_IN_MEMORY}")
    session.execute(
        f"copy (select *, {conversions[0].period()} as {PERIOD} from ({rows}))"
        f" to {quote_text(str(staged.folder))} (format parquet, codec zstd, compression_level 1,"
        f" partition_by ({PERIOD}), kv_metadata {{source_files: {quote_text(names)}}})"
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
    """Raise InputError when one account, or who else has one currency, has two in a period."""
    table = staged.table
    if table.currency_column is None or table.one_currency_per is None:
        return
    holder, currency = quote_name(table.one_currency_per), quote_name(table.currency_column)
    mixed = session.execute(
        f"select {holder}, list(currency order by row_count) from"
        f" (select {PERIOD}, {holder}, {currency} as currency,"
        f" count(*) as row_count from {staged.relation()} group by all)"
        f" group by {PERIOD}, {holder} having count(*) > 1 order by {PERIOD}, {holder} limit 1"
    ).fetchone()
    if mixed:
        raise mixed_currencies(session, conversions, mixed[0], mixed[1])


def _measure(session: duckdb.DuckDBPyConnection, staged: Staged) -> list[Period]:
    described = session.execute(f"describe from {staged.relation()}").fetchall()
    present = {row[0] for row in described}
    names = [name for name in staged.table.summed_columns if name in present]
    sums = "".join(f", coalesce(sum({quote_name(name)}), 0)" for name in names)
    rows = session.execute(
        f"select {PERIOD}, count(*), sum({ROUNDED}){sums}"
        f" from {staged.relation()} group by {PERIOD} order by {PERIOD}"
    ).fetchall()
    return [Period(row[0], row[1], row[2], dict(zip(names, row[3:], strict=True))) for row in rows]
