"""Estimates how much each leaf costs more when the business that drives it grows."""

from typing import Any

import pyarrow as pa

from infra_spend.engines.frames import from_pandas, to_pandas
from infra_spend.forecasting.elasticities import cost_elasticities


def model(dbt: Any, session: Any) -> pa.Table:
    """Leaves of one service category and driver are judged together."""
    costs = to_pandas(dbt.ref("int_driven_costs_daily"))
    metrics = to_pandas(dbt.ref("int_driver_metrics_daily"))
    return from_pandas(cost_elasticities(costs, metrics))
