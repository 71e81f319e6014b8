"""The manifest: every table that was written, with its rows, periods, sums and a content hash."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from infra_spend.database import quote_list, quote_name
from infra_spend.ingest.fingerprint import fingerprint
from infra_spend.registry import Table
from infra_spend.simulator.faults import FaultRecord
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.places import FOLDER, MANIFEST


@dataclass(frozen=True)
class Entry:
    """One delivery of one table, or one file of truth.

    ``sums`` are exact decimals as text, by column. ``content_hash`` does not depend on the order
    of rows; it is comparable between runs of one version of DuckDB.
    """

    path: str
    row_count: int
    sums: dict[str, str]
    content_hash: str


def describe_files(
    session: duckdb.DuckDBPyConnection, folder: Path, files: list[Path], tables: dict[str, Table]
) -> list[Entry]:
    """Return one entry per Parquet file below ``folder``, in order of path."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(
            pool.map(lambda file: _entry(session.cursor(), folder, file, tables), sorted(files))
        )


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


def _entry(
    session: duckdb.DuckDBPyConnection, folder: Path, file: Path, tables: dict[str, Table]
) -> Entry:
    found = fingerprint(session, (file,))
    relative = file.relative_to(folder)
    table = tables.get(relative.parts[1])
    names = {name for name, _ in found.columns}
    summed = [name for name in (table.summed_columns if table else ()) if name in names]
    sums: dict[str, str] = {}
    if summed:
        columns = ", ".join(f"coalesce(sum({quote_name(name)}), 0)" for name in summed)
        row = session.execute(
            f"select {columns} from read_parquet({quote_list([str(file)])})"
        ).fetchone()
        assert row is not None
        sums = {name: str(total) for name, total in zip(summed, row, strict=True)}
    return Entry(
        path=relative.as_posix(),
        row_count=found.row_count,
        sums=sums,
        content_hash="-".join(f"{number:x}" for number in found.hash_sums),
    )
