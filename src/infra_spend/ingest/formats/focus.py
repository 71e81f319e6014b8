"""FOCUS, the FinOps Open Cost and Usage Specification, versions 1.0 to 1.4."""

from infra_spend.ingest.cells import snake_case_cells
from infra_spend.ingest.formats import Format

FOCUS = Format(
    name="focus",
    cells=snake_case_cells,
    marks={
        "focus_contract_commitments": frozenset({"contract_commitment_id", "contract_id"}),
        "focus_invoice_details": frozenset({"invoice_detail_id", "invoice_issue_status"}),
        "focus_charges": frozenset({"charge_category", "charge_period_start"}),
    },
)
