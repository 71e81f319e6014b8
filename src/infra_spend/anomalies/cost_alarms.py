"""Alarms of the nodes of a cost hierarchy, in the names of the warehouse."""

import numpy as np
import pandas as pd

from infra_spend.anomalies.detection import find_alarms
from infra_spend.errors import InputError

NAMES = {
    "series_id": "node_id",
    "kind": "anomaly_kind",
    "expected": "expected_measured_cost",
    "actual": "actual_measured_cost",
    "impact": "impact_measured_cost",
}


def cost_alarms(history: pd.DataFrame, min_impact: float) -> pd.DataFrame:
    """Return the alarms of all nodes, each told by the days before it.

    What nodes cost and what they use are looked at one after the other: usage may be known until
    another day than cost, and a day that was not delivered is no drop.

    Args:
        history: Rows of ``measured_as, node_id, charge_date, measured_cost``, one a measure (cost,
            usage), node and day with cost, and ``as_of_date``, the last day that is known, in every
            row.
        min_impact: What an anomaly adds or takes at least, in either measure.

    Returns:
        What ``find_alarms`` returns, with ``series_id`` as ``node_id`` and amounts as measured
        costs, ``is_over`` as 1 or 0, ``as_of_date`` and ``measured_as``, in order of measure, node
        and day.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    for column in ("measured_as", "node_id", "charge_date", "measured_cost", "as_of_date"):
        if column not in history.columns:
            raise InputError(f"history has no column {column}.")
    unnamed = history.index[history["measured_as"].isna()]
    if len(unnamed):
        raise InputError(f"history.measured_as: row {unnamed[0]} is empty and needs a name.")
    names = {"node_id": "series_id", "charge_date": "date", "measured_cost": "value"}
    rows = history.rename(columns=names)
    measures = sorted(rows["measured_as"].unique()) or ["cost"]
    found = pd.concat(
        [
            find_alarms(rows[rows["measured_as"] == each], min_impact).assign(measured_as=each)
            for each in measures
        ],
        ignore_index=True,
    ).rename(columns=NAMES)
    return found.assign(
        as_of_date=pd.to_datetime(history["as_of_date"]).max(),
        is_over=found["is_over"].astype(np.float64),
    )
