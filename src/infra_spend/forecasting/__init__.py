"""What costs will be: daily forecasts with intervals that hold, and hierarchies that add up."""

from infra_spend.forecasting.forecasts import forecast
from infra_spend.forecasting.reconciliation import reconcile

__all__ = ["forecast", "reconcile"]
