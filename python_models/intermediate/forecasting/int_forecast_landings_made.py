"""Says how uncertain the sum of the days is that are left of each period."""

from typing import Any

import pyarrow as pa

from infra_spend.engines.frames import from_pandas, to_pandas
from infra_spend.forecasting.cost_runs import landing_offsets


def model(dbt: Any, session: Any) -> pa.Table:
    """Bounds of days, added up, would be too wide: those of a sum are learnt from past sums."""
    history = to_pandas(dbt.ref("int_forecast_costs_daily"))
    nodes = to_pandas(dbt.ref("int_forecast_nodes"))
    periods = to_pandas(dbt.ref("int_forecast_periods"))
    champions = to_pandas(dbt.ref("int_forecast_champions_made"))
    calendar = to_pandas(dbt.ref("int_business_days_named"))
    return from_pandas(landing_offsets(history, nodes, periods, calendar, champions))
