"""Says which nodes of the cost hierarchy cost more or less than their days before told."""

from typing import Any

import pyarrow as pa

from infra_spend.anomalies.cost_alarms import cost_alarms
from infra_spend.engines.frames import from_pandas, to_pandas


def model(dbt: Any, session: Any) -> pa.Table:
    """Alarms, before those of a parent and its children are made one."""
    history = to_pandas(dbt.ref("int_anomaly_costs_daily"))
    return from_pandas(cost_alarms(history, min_impact=dbt.config.get("min_impact")))
