"""Plain tables, whose columns are the landing columns: meters, invoices, org, budgets, plans."""

from infra_spend.ingest.cells import snake_case_cells
from infra_spend.ingest.formats import Format

MARKS: dict[str, dict[str, set[str]]] = {
    "usage": {"platform_usage": {"platform", "meter"}},
    "queries": {"query_log": {"query_id", "engine"}},
    "hosts": {"host_usage": {"host_id", "cpu_capacity_core_seconds"}},
    "storage": {"storage_inventory": {"store", "prefix"}},
    "invoices": {"invoices": {"invoice_id", "invoice_issuer_name"}},
    "org": {"org_owners": {"owner_id", "owner_type"}},
    "budgets": {
        "budget_lines": {"budget_version", "owner_id"},
        "quotas": {"resource_kind", "owner_id"},
    },
    "business_metrics": {"business_metrics": {"metric_at", "metric_name"}},
    "plans": {
        "plan_drivers": {"plan_version", "metric_name"},
        "plan_price_changes": {"change_id", "price_ratio"},
        "plan_initiatives": {"initiative_id", "owner_id"},
    },
}
# A FOCUS export has every column of an invoice, but a row for each charge or line of the invoice.
FOREIGN = {"invoices": frozenset({"charge_period_start", "invoice_detail_id"})}

PLAIN = tuple(
    Format(
        name=name,
        cells=snake_case_cells,
        marks={identifier: frozenset(marks) for identifier, marks in tables.items()},
        foreign=FOREIGN.get(name, frozenset()),
    )
    for name, tables in MARKS.items()
)
