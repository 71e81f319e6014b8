"""Export formats: each knows its tables by their columns and says how to read them."""

from collections.abc import Callable
from dataclasses import dataclass

from infra_spend.ingest.cells import Cell
from infra_spend.ingest.exports import Export
from infra_spend.registry import Table


@dataclass(frozen=True)
class Format:
    """One export format.

    ``cells`` reads an export; ``marks`` are required columns that tell, by table, this format from
    every other; an export with a ``foreign`` column is of another format whatever else it has.
    """

    name: str
    cells: Callable[[Export], list[Cell]]
    marks: dict[str, frozenset[str]]
    foreign: frozenset[str] = frozenset()

    def recognise(self, export: Export) -> str | None:
        """Return the identifier of the landing table that the export looks like."""
        names = {cell.name for cell in self.cells(export)}
        if names & self.foreign:
            return None
        for identifier, marks in self.marks.items():
            if marks <= names:
                return identifier
        return None


def missing_columns(table: Table, names: set[str], version: str | None) -> list[str]:
    """Return the required columns that ``names`` lack; of some, any one is enough: ``a or b``."""
    groups = [[column.name] for column in table.columns.values() if column.required]
    one_of = [
        name for name in table.one_of if version is None or table.columns[name].is_in(version)
    ]
    if one_of:
        groups.append(one_of)
    return [" or ".join(group) for group in groups if names.isdisjoint(group)]
