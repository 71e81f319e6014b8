"""Cells: how one column of a landing table is read from one export."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from infra_spend.errors import InputError
from infra_spend.ingest.exports import Export, ExportColumn

WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Cell:
    """A landing column: ``sql`` of DuckDB ``type`` gives its value before the final cast.

    ``origin`` is the column's name in the export, ``raw`` the SQL of what the export holds.
    """

    name: str
    origin: str
    raw: str
    sql: str
    type: str


def plain_cell(column: ExportColumn, name: str) -> Cell:
    """Return the cell that reads one export column as it is."""
    return Cell(name, column.name, column.sql, column.sql, column.type)


def snake_case(name: str) -> str:
    """Return ``BillingPeriodStart`` or ``x_ServiceModel`` as lowercase words with underscores."""
    return NOT_A_WORD.sub("_", WORD_START.sub("_", name).lower()).strip("_")


def snake_case_cells(export: Export) -> list[Cell]:
    """Return one cell per column of an export, its name in snake_case."""
    return [plain_cell(column, snake_case(column.name)) for column in export.columns]


def check_names(cells: Iterable[Cell], export: Export) -> None:
    """Raise InputError when two columns of the export end up under one name, or one has none."""
    origins = [(cell.name, cell.origin) for cell in cells]
    for name, count in Counter(name for name, _ in origins).items():
        same = [origin for found, origin in origins if found == name]
        if not name:
            raise InputError(f"{export.files[0]}: a column has no name: correct the header")
        if count > 1:
            raise InputError(
                f"{export.files[0]}: columns {' and '.join(same)} are both {name}: remove one"
            )
