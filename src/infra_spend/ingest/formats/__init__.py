"""Export formats: each knows its tables by their columns and says how to read them."""

from collections.abc import Callable
from dataclasses import dataclass

from infra_spend.ingest.cells import Cell
from infra_spend.ingest.exports import Export
from infra_spend.registry import Table


@dataclass(frozen=True)
class Format:
    """One export format.

    ``cells`` reads an export; ``marks`` are landing columns that only this format has, by table.
    """

    name: str
    cells: Callable[[Export], list[Cell]]
    marks: dict[str, frozenset[str]]

    def recognise(self, export: Export) -> str | None:
        """Return the identifier of the landing table that the export looks like."""
        names = {cell.name for cell in self.cells(export)}
        for identifier, marks in self.marks.items():
            if marks <= names:
                return identifier
        return None


def required_names(table: Table, version: str | None) -> list[list[str]]:
    """Return groups of column names, of each of which an export must have at least one."""
    columns = table.columns.values()
    groups = [[column.name] for column in columns if column.required]
    one_of = [
        name for name in table.one_of if version is None or table.columns[name].is_in(version)
    ]
    return [*groups, one_of] if one_of else groups
