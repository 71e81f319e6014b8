"""The manifest: every table that was written, with its rows, periods, sums and a content hash."""

import json
import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import duckdb

from infra_spend.database import quote_list, quote_name, quote_text
from infra_spend.registry import Table
from infra_spend.simulator.faults import FaultRecord
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.places import FOLDER, MANIFEST

FILE = "file_of_row"


@dataclass(frozen=True)
class Entry:
    """One delivery of one table, or one file of truth.

    ``sums`` are exact decimals as text, by column. ``content_hash`` does not depend on the order
    of rows; it is comparable between runs of one version of DuckDB (two sums of row hashes).
    """

    path: str
    row_count: int
    sums: dict[str, str]
    content_hash: str


def describe_files(
    session: duckdb.DuckDBPyConnection, folder: Path, files: list[Path], tables: dict[str, Table]
) -> list[Entry]:
    """Return one entry per Parquet file below ``folder``, in order of path."""
    of_table: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    for file in sorted(files):
        parts = file.relative_to(folder).parts
        of_table[parts[:3] if parts[0] == FOLDER else parts[:2]].append(file)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        described = pool.map(
            lambda some: _entries(session.cursor(), folder, some, tables), of_table.values()
        )
        return sorted(chain.from_iterable(described), key=lambda entry: entry.path)


def write_manifest(
    path: Path, parameters: Parameters, entries: list[Entry], faults: list[FaultRecord]
) -> None:
    """Write the manifest as JSON."""
    content = {
        "note": "Every figure is simulated.",
        "parameters": {
            "seed": parameters.seed,
            "months": parameters.months,
            "lines_per_month": parameters.lines_per_month,
            "as_of": parameters.as_of.isoformat(),
        },
        "duckdb_version": duckdb.__version__,
        "files": [asdict(entry) for entry in entries],
        "faults": [asdict(fault) for fault in faults],
    }
    path.write_text(json.dumps(content, indent=1, default=str) + "\n", encoding="utf-8")


def read_row_counts(folder: Path, identifier: str) -> list[int]:
    """Return the rows of every delivery of a table, from the manifest of a landing folder."""
    files = json.loads((folder / FOLDER / MANIFEST).read_text(encoding="utf-8"))["files"]
    return [file["row_count"] for file in files if file["path"].split("/")[1] == identifier]


def _entries(
    session: duckdb.DuckDBPyConnection, folder: Path, files: list[Path], tables: dict[str, Table]
) -> list[Entry]:
    """Return the entries of the files of one table, which are read in one query."""
    paths = quote_list([str(file) for file in files])
    relation = f"read_parquet({paths}, union_by_name = true, hive_partitioning = false"
    names = [row[0] for row in session.execute(f"describe from {relation})").fetchall()]
    table = tables.get(files[0].relative_to(folder).parts[1])
    summed = [name for name in (table.summed_columns if table else ()) if name in names]
    sums = "".join(f", coalesce(sum({quote_name(name)}), 0)" for name in summed)
    columns = ", ".join(quote_name(name) for name in sorted(names))
    rows = session.execute(
        f"select {FILE}, count(*), sum(hash({columns})), sum(hash(1, {columns})){sums}"
        f" from {relation}, filename = {quote_text(FILE)}) group by {FILE}"
    ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    nothing = (0, 0, 0, *(0 for _ in summed))
    entries = []
    for file in files:
        row_count, one, other, *totals = found.get(str(file), nothing)
        entries.append(
            Entry(
                path=file.relative_to(folder).as_posix(),
                row_count=row_count,
                sums={name: str(total) for name, total in zip(summed, totals, strict=True)},
                content_hash=f"{one:x}-{other:x}",
            )
        )
    return entries
