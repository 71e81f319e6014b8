"""FOCUS, the FinOps Open Cost and Usage Specification, versions 1.0 to 1.4."""

from infra_spend.ingest.cells import Cell, plain_cell, snake_case
from infra_spend.ingest.exports import Export
from infra_spend.ingest.formats import Format


def read_cells(export: Export) -> list[Cell]:
    """Return one cell per column, PascalCase names as snake_case."""
    return [plain_cell(column, snake_case(column.name)) for column in export.columns]


FOCUS = Format(
    name="focus",
    cells=read_cells,
    marks={
        "focus_contract_commitments": frozenset({"contract_commitment_id", "contract_id"}),
        "focus_charges": frozenset({"charge_category", "billing_account_id"}),
    },
)
