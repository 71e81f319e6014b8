"""What costs will be: daily forecasts with intervals that hold, and hierarchies that add up."""

from infra_spend.forecasting.accuracy import accuracy
from infra_spend.forecasting.champions import Guard, champions
from infra_spend.forecasting.elasticities import elasticities
from infra_spend.forecasting.forecasts import forecast
from infra_spend.forecasting.landings import landings
from infra_spend.forecasting.reconciliation import reconcile
from infra_spend.forecasting.replays import replay

__all__ = [
    "Guard",
    "accuracy",
    "champions",
    "elasticities",
    "forecast",
    "landings",
    "reconcile",
    "replay",
]
