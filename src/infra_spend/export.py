"""Export marts as files that any tool reads."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

import duckdb

from infra_spend.database import limit_memory, open_warehouse, quote_name, quote_text
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.publish import published_marts
from infra_spend.settings import Settings

ISO_TIME = "%Y-%m-%dT%H:%M:%SZ"
# A spreadsheet takes a text that begins with one of these for a formula.
FORMULA = "[=+\\-@\\t\\r]"

Show = Callable[[str, duckdb.DuckDBPyConnection], AbstractContextManager[None]]


class FileType(StrEnum):
    """What kind of files to write; the value is the ending of their names."""

    PARQUET = "parquet"
    CSV = "csv"


OPTIONS = {FileType.PARQUET: "format parquet, codec zstd", FileType.CSV: "format csv, header"}


@dataclass(frozen=True)
class Exported:
    """The folder that was written into, and the rows of each mart."""

    folder: Path
    row_counts: dict[str, int]


def export_marts(
    settings: Settings, folder: Path, marts: Sequence[str], file_type: FileType, show: Show
) -> Exported:
    """Write published marts into a folder, a file each: all of them, or those that are named.

    Files are written aside and put in place when all are complete, each in one step: a failure
    leaves the folder as it was. Raises InputError for a mart that is not published, and
    InfraSpendError when nothing is published or a file cannot be written.
    """
    published = published_marts(settings)
    with open_warehouse(published) as session:
        limit_memory(session, settings.memory)
        session.execute("set preserve_insertion_order = false")
        names = _chosen(session, marts)
        counts = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as aside:
                for number, name in enumerate(names, start=1):
                    path = Path(aside) / f"{name}.{file_type}"
                    with show(f"Exporting {name} ({number} of {len(names)})", session):
                        counts[name] = _write(session, name, path, file_type)
                for path in sorted(Path(aside).iterdir()):
                    path.replace(folder / path.name)
        except (duckdb.Error, OSError) as error:
            raise InfraSpendError(f"{folder}: cannot be written: {first_line(error)}") from error
    return Exported(folder, counts)


def _chosen(session: duckdb.DuckDBPyConnection, marts: Sequence[str]) -> list[str]:
    found = session.execute(
        "select table_name from information_schema.tables order by table_name"
    ).fetchall()
    known = [name for (name,) in found]
    for mart in marts:
        if mart not in known:
            near = get_close_matches(mart, known, n=3) or known[:3]
            raise InputError(f"--mart {mart}: is not published; there are {', '.join(near)}")
    return sorted(set(marts)) or known


def _write(session: duckdb.DuckDBPyConnection, mart: str, path: Path, file_type: FileType) -> int:
    described = session.execute(f"describe {quote_name(mart)}").fetchall()
    cells = [
        _cell(name, type_name) if file_type is FileType.CSV else quote_name(name)
        for name, type_name, *_ in described
    ]
    query = f"select {', '.join(cells)} from {quote_name(mart)}"
    copied = session.execute(f"copy ({query}) to {quote_text(str(path))} ({OPTIONS[file_type]})")
    count = copied.fetchone()
    return count[0] if count else 0


def _cell(name: str, type_name: str) -> str:
    """Return a column as CSV has it: times in ISO 8601, and no text that is a formula."""
    sql = quote_name(name)
    if type_name.startswith("TIMESTAMP"):
        sql = f"strftime({sql}, {quote_text(ISO_TIME)})"
    elif type_name == "VARCHAR":
        sql = f"regexp_replace({sql}, {quote_text(f'^({FORMULA})')}, '''\\1')"
    return f"{sql} as {quote_name(name)}"
