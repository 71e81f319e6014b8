"""The detailed billing export of Google Cloud, nested as BigQuery writes it."""

import re
from collections.abc import Iterator

import duckdb

from infra_spend.database import quote_name
from infra_spend.ingest.casts import text_sql
from infra_spend.ingest.cells import Cell, snake_case
from infra_spend.ingest.exports import Export, ExportColumn
from infra_spend.ingest.formats import Format

# https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage
COMMITMENT_CREDITS = ("COMMITTED_USAGE_DISCOUNT", "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE")
PROMOTION_CREDITS = ("PROMOTION", "FREE_TIER")
CREDIT_LIST = '[{"type": "VARCHAR", "amount": "VARCHAR"}]'
STRUCT = re.compile(r"STRUCT\(.*\)", re.DOTALL)


def read_cells(export: Export) -> list[Cell]:
    """Return one cell per leaf, nested names joined by underscores, and three sums of credits."""
    cells = [cell for column in export.columns for cell in _leaves(column)]
    credit = next((cell for cell in cells if cell.name == "credits"), None)
    return [*cells, *_credit_sums(credit)] if credit else cells


def _leaves(column: ExportColumn) -> Iterator[Cell]:
    yield from _flattened(snake_case(column.name), column.name, column.sql, column.type)


def _flattened(name: str, origin: str, sql: str, column_type: str) -> Iterator[Cell]:
    if not STRUCT.fullmatch(column_type):
        yield Cell(name, origin, sql, sql, column_type)
        return
    for field, field_type in duckdb.type(column_type).children:
        yield from _flattened(
            f"{name}_{snake_case(field)}",
            f"{origin}.{field}",
            f"{sql}.{quote_name(field)}",
            str(field_type),
        )


def _credit_sums(credit: Cell) -> list[Cell]:
    text = text_sql(credit.sql, credit.type)
    items = f"from_json({text}, '{CREDIT_LIST}')"
    kinds = {
        "credits_amount": "",
        "commitment_credits_amount": f" if item.type in {COMMITMENT_CREDITS}",
        "promotion_credits_amount": f" if item.type in {PROMOTION_CREDITS}",
    }
    return [
        Cell(
            name,
            f"{credit.origin}.amount",
            credit.raw,
            f"coalesce(list_sum([cast(item.amount as decimal(38, 18)) for item in {items}{only}]),"
            " 0)",
            "DECIMAL(38,18)",
        )
        for name, only in kinds.items()
    ]


GCP_BILLING = Format(
    name="gcp_billing",
    cells=read_cells,
    marks={"gcp_billing_lines": frozenset({"invoice_month", "sku_id", "cost"})},
)
