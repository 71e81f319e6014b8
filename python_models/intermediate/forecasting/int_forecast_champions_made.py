"""Decides which method forecasts each segment, run after run."""

from typing import Any

import pyarrow as pa

from infra_spend.engines.frames import from_pandas, to_pandas
from infra_spend.forecasting.cost_runs import decide_champions


def model(dbt: Any, session: Any) -> pa.Table:
    """A champion stays until a challenger has proved to be better on days of the past."""
    history = to_pandas(dbt.ref("int_forecast_costs_daily"))
    nodes = to_pandas(dbt.ref("int_forecast_nodes"))
    return from_pandas(
        decide_champions(
            history,
            nodes,
            horizon_days=dbt.config.get("horizon_days"),
            past_runs=dbt.config.get("past_runs"),
            calendar=to_pandas(dbt.ref("int_business_days_named")),
        )
    )
