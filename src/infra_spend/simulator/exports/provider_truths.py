"""The truth about the providers beside AWS: whose every charge is, and what invoices come to."""

from infra_spend.simulator.export import Export, Truth

EXPORTS: tuple[Export, ...] = ()
TRUTHS = (
    Truth("provider_costs", "truth_provider_costs"),
    Truth("invoices", "truth_invoices", is_monthly=False),
    Truth("charge_owners", "truth_charge_owners", is_monthly=False),
    Truth("model_api_prices", "truth_model_api_prices", is_monthly=False),
)
