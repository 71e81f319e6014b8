"""Fingerprints: tell whether two sets of Parquet rows are the same, whatever their order."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from infra_spend.database import quote_list, quote_name


@dataclass(frozen=True)
class Fingerprint:
    """Columns with types, number of rows, and two independent sums of row hashes."""

    columns: tuple[tuple[str, str], ...]
    row_count: int
    hash_sums: tuple[int, int]


def fingerprint(session: duckdb.DuckDBPyConnection, files: tuple[Path, ...]) -> Fingerprint:
    """Return the fingerprint of the rows of Parquet files.

    It is never stored: both sides are computed by the same DuckDB, whose hash may change between
    versions.
    """
    paths = quote_list([str(file) for file in files])
    rows = f"read_parquet({paths}, hive_partitioning = false, union_by_name = true)"
    described = session.execute(f"describe from {rows}").fetchall()
    columns = tuple(sorted((row[0], row[1]) for row in described))
    names = ", ".join(quote_name(name) for name, _ in columns)
    row = session.execute(
        f"select count(*), coalesce(sum(hash({names})), 0), coalesce(sum(hash(1, {names})), 0)"
        f" from {rows}"
    ).fetchone()
    assert row is not None
    return Fingerprint(columns, row[0], (row[1], row[2]))
