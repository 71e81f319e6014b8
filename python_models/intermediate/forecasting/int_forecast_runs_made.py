"""Forecasts every node of the cost hierarchy, as known today and at the ends of past months."""

from typing import Any

import pyarrow as pa

from infra_spend.engines.frames import from_pandas, to_pandas
from infra_spend.forecasting.cost_runs import forecast_runs


def model(dbt: Any, session: Any) -> pa.Table:
    """Past runs know only what was charged by then, so that the method can be scored."""
    history = to_pandas(dbt.ref("int_forecast_costs_daily"))
    nodes = to_pandas(dbt.ref("int_forecast_nodes"))
    champions = to_pandas(dbt.ref("int_forecast_champions_made"))
    return from_pandas(
        forecast_runs(
            history,
            nodes,
            horizon_days=dbt.config.get("horizon_days"),
            past_runs=dbt.config.get("past_runs"),
            past_horizon_days=dbt.config.get("past_horizon_days"),
            calendar=to_pandas(dbt.ref("int_business_days_named")),
            champions=champions,
        )
    )
