"""The directory of the organisation, as it was read each month, and the business metrics."""

from datetime import date, datetime, timedelta

from infra_spend.simulator.export import DELIVERY_TIME, Export, Truth
from infra_spend.simulator.parameters import Parameters, add_months


def on_last_day(parameters: Parameters, month: date) -> list[datetime]:
    """Return one delivery on the last day of a month, or at ``as_of`` while it is open."""
    last = add_months(month, 1) - timedelta(days=1)
    return [datetime.combine(min(last, parameters.as_of), DELIVERY_TIME)]


EXPORTS = (
    Export("organisation", "org_owners", "org_owners", schedule=on_last_day),
    Export("product_analytics", "business_metrics", "business_metrics"),
)
TRUTHS: tuple[Truth, ...] = ()
