"""Alarms of the nodes of a cost hierarchy, in the names of the warehouse."""

import numpy as np
import pandas as pd

from infra_spend.anomalies.detection import find_alarms
from infra_spend.errors import InputError

NAMES = {
    "series_id": "node_id",
    "kind": "anomaly_kind",
    "expected": "expected_effective_cost",
    "actual": "actual_effective_cost",
    "impact": "impact_effective_cost",
}


def cost_alarms(history: pd.DataFrame, min_impact: float) -> pd.DataFrame:
    """Return the alarms of all nodes, each told by the days before it.

    Args:
        history: Rows of ``node_id, charge_date, effective_cost``, one a node and day with cost, and
            ``as_of_date``, the last day that is known, in every row.
        min_impact: What an anomaly adds or takes at least.

    Returns:
        What ``find_alarms`` returns, with ``series_id`` as ``node_id`` and amounts as effective
        costs, ``is_over`` as 1 or 0, and ``as_of_date``.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    for column in ("node_id", "charge_date", "effective_cost", "as_of_date"):
        if column not in history.columns:
            raise InputError(f"history has no column {column}.")
    names = {"node_id": "series_id", "charge_date": "date", "effective_cost": "value"}
    found = find_alarms(history.rename(columns=names), min_impact).rename(columns=NAMES)
    return found.assign(
        as_of_date=pd.to_datetime(history["as_of_date"]).max(),
        is_over=found["is_over"].astype(np.float64),
    )
