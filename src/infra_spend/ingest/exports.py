"""Exports as they are found on disk: files of one kind and one header, readable by DuckDB."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.database import quote_list, quote_name, quote_text
from infra_spend.errors import InputError, first_line

KIND_BY_SUFFIX = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
GZIP_START = b"\x1f\x8b"
PARQUET_START = b"PAR1"
NULL_SPELLINGS = ["", "NULL", "null", "\\N"]
DELIMITERS = ",;\t|"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class ExportColumn:
    """One column as exported; ``sql`` reads it from the relation, ``type`` is DuckDB's."""

    name: str
    sql: str
    type: str


@dataclass(frozen=True)
class Export:
    """Files that share a kind (parquet, csv, jsonl), a compression and a header."""

    kind: str
    compressed: bool
    delimiter: str
    columns: tuple[ExportColumn, ...]
    files: tuple[Path, ...]

    def relation(self) -> str:
        """Return the SQL relation of all rows, its columns named by position."""
        files = quote_list([str(file) for file in self.files])
        names = ", ".join(f"column_{position}" for position in range(len(self.columns)))
        return f"{self._reader(files)} as export({names})"

    def names(self) -> list[str]:
        """Return the column names as exported."""
        return [column.name for column in self.columns]

    def _reader(self, files: str) -> str:
        if self.kind == "parquet":
            return f"read_parquet({files}, hive_partitioning = false)"
        types = ", ".join(
            f"{quote_text(column.name if self.kind == 'jsonl' else f'column_{position}')}: "
            + quote_text(column.type)
            for position, column in enumerate(self.columns)
        )
        options = (
            f"columns = {{{types}}}, hive_partitioning = false, auto_detect = false,"
            f" compression = '{'gzip' if self.compressed else 'uncompressed'}'"
        )
        if self.kind == "jsonl":
            return f"read_json({files}, format = 'newline_delimited', {options})"
        return (
            f"read_csv({files}, header = true, delim = {quote_text(self.delimiter)}, quote = '\"',"
            f" escape = '\"', nullstr = {quote_list(NULL_SPELLINGS)}, {options})"
        )


def find_exports(path: str, session: duckdb.DuckDBPyConnection) -> list[Export]:
    """Return the exports at ``path`` (a file, a folder or a glob), files grouped by header.

    Raises InputError when there is no file, or one that is broken, empty or not what its name says.
    """
    groups: dict[Export, list[Path]] = {}
    for file in _find_files(path):
        with naming(file):
            groups.setdefault(_open(file, session), []).append(file)
    return [replace(export, files=tuple(files)) for export, files in groups.items()]


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Turn what can go wrong while a file is read into an InputError that names the file."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 text: convert it, or fetch it again") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{file}: the gzip stream is damaged: fetch it again") from error
    except (duckdb.Error, csv.Error) as error:
        raise InputError(
            f"{file}: cannot be read ({first_line(error)}): fetch the file again"
        ) from error


def open_text(file: Path, compressed: bool) -> io.TextIOBase:
    """Open a text file, unpacked and without its byte order mark; line ends stay as they are."""
    if compressed:
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")


def _find_files(path: str) -> list[Path]:
    root = Path(path)
    if root.is_dir():
        found = sorted(
            file for file in root.rglob("[!._]*") if file.is_file() and _claimed_kind(file)
        )
    elif root.exists():
        found = [root]
    else:
        pattern = root.relative_to(root.anchor) if root.is_absolute() else root
        base = Path(root.anchor) if root.is_absolute() else Path()
        found = sorted(file for file in base.glob(str(pattern)) if file.is_file())
    if not found:
        raise InputError(f"{path}: no CSV, Parquet or JSONL file found there: check the path")
    return found


def _claimed_kind(file: Path) -> str | None:
    name = file.with_suffix("") if file.suffix == ".gz" else file
    return KIND_BY_SUFFIX.get(name.suffix.lower())


def _open(file: Path, session: duckdb.DuckDBPyConnection) -> Export:
    with file.open("rb") as stream:
        start = stream.read(4)
    if not start:
        raise InputError(f"{file}: the file is empty: fetch it again")
    compressed = start.startswith(GZIP_START)
    if compressed:
        _check_gzip(file)
    claimed = _claimed_kind(file)
    kind = "parquet" if start == PARQUET_START else "text"
    if kind == "text" and claimed != "parquet":
        with open_text(file, compressed) as text:
            kind = "jsonl" if text.read(CHUNK_BYTES).lstrip().startswith("{") else "csv"
    if claimed and claimed != kind:
        raise InputError(f"{file}: is not {claimed} as its name says: fetch the export again")
    if kind == "parquet":
        return Export(kind, False, "", _parquet_columns(file, session), ())
    if kind == "jsonl":
        return Export(kind, compressed, "", _jsonl_columns(file, compressed, session), ())
    return _csv_export(file, compressed)


def _check_gzip(file: Path) -> None:
    """Read the whole stream: a cut between two rows would otherwise pass for a shorter export."""
    with gzip.open(file) as stream:
        while stream.read(CHUNK_BYTES):
            pass


def _csv_export(file: Path, compressed: bool) -> Export:
    with open_text(file, compressed) as text:
        first = text.readline()
        text.seek(0)
        delimiter = max(DELIMITERS, key=first.count)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        header = next(rows, [])
        if next(rows, None) is None:
            raise InputError(f"{file}: has a header but no rows: fetch the export again")
    columns = tuple(
        ExportColumn(name.strip(), f"column_{position}", "VARCHAR")
        for position, name in enumerate(header)
    )
    return Export("csv", compressed, delimiter, columns, ())


def _parquet_columns(file: Path, session: duckdb.DuckDBPyConnection) -> tuple[ExportColumn, ...]:
    name = quote_text(str(file))
    described = session.execute(
        f"describe select * from read_parquet({name}, hive_partitioning = false)"
    ).fetchall()
    rows = session.execute(f"select num_rows from parquet_file_metadata({name})").fetchone()
    if rows is None or rows[0] == 0:
        raise InputError(f"{file}: has columns but no rows: fetch the export again")
    fields = session.execute(
        f"select name, coalesce(num_children, 0) from parquet_schema({name})"
    ).fetchall()
    return tuple(
        ExportColumn(name, _null_when_spelled(f"column_{position}", row[1]), row[1])
        for position, (name, row) in enumerate(zip(_top_level(fields), described, strict=True))
    )


def _top_level(fields: list[tuple[str, int]]) -> list[str]:
    """Return the names of the root's fields as written: DuckDB renames ``Map`` beside ``map``."""
    names: list[str] = []
    nested = 0
    for name, children in fields[1:]:
        if nested == 0:
            names.append(name)
        nested += children - (nested > 0)
    return names


def _jsonl_columns(
    file: Path, compressed: bool, session: duckdb.DuckDBPyConnection
) -> tuple[ExportColumn, ...]:
    structure = session.execute(
        "select json_group_structure(json) from read_ndjson_objects("
        f"{quote_text(str(file))}, compression = '{'gzip' if compressed else 'uncompressed'}')"
    ).fetchone()
    fields = json.loads(structure[0]) if structure and structure[0] else None
    if not isinstance(fields, dict) or not fields:
        raise InputError(f"{file}: is not one JSON object per line: export it as JSON lines")
    return tuple(
        ExportColumn(name, _null_when_spelled(f"column_{position}", column), column)
        for position, (name, column) in enumerate(
            (name, _text_type(field)) for name, field in fields.items()
        )
    )


def _text_type(structure: Any) -> str:
    """Return the DuckDB type of a JSON structure with every leaf as text."""
    if isinstance(structure, dict) and structure:
        inner = ", ".join(f"{quote_name(k)} {_text_type(v)}" for k, v in structure.items())
        return f"STRUCT({inner})"
    if isinstance(structure, list) and structure:
        return f"{_text_type(structure[0])}[]"
    return "VARCHAR"


def _null_when_spelled(sql: str, column_type: str) -> str:
    if column_type != "VARCHAR":
        return sql
    spellings = ", ".join(quote_text(spelling) for spelling in NULL_SPELLINGS)
    return f"case when {sql} not in ({spellings}) then {sql} end"
