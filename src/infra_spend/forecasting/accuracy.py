"""How good forecasts were: errors, bias and coverage, beside the newest week repeated."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.intervals import BUCKETS
from infra_spend.forecasting.panel import read_history

SMALLEST = 1e-12
MOST_DAYS = 3660


def accuracy(
    forecasts: pd.DataFrame, actuals: pd.DataFrame, by: Sequence[str] = ("segment",)
) -> pd.DataFrame:
    """Return how good forecasts were, by horizon and any of their columns.

    Ratios are ratios of sums, so that costs near zero count for as little as they cost.

    Args:
        forecasts: Rows of ``replay``, and any other columns.
        actuals: What came: rows as of a history. Forecasts of days on which nothing is known are
            left out; see ``read_history`` for days without a row.
        by: Columns of ``forecasts`` to group by, besides ``horizon``.

    Returns:
        One row per group and bucket of horizons (``horizon_from_days`` to ``horizon_to_days``):
        ``forecast_count``; ``wape`` (sum of errors over sum of costs), ``bias_ratio`` (above 0:
        too much was forecast), ``mase`` (errors over ``scale``), ``seasonal_naive_wape``,
        ``skill_ratio`` (what part of the naive error is left), and for each level
        ``coverage_80_ratio`` and ``pinball_80_ratio``, the mean loss of both bounds over the costs.
        A ratio of nothing is empty.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    for column in (*by, "as_of_date", "series_id", "date", "mean", "seasonal_naive", "scale"):
        if column not in forecasts.columns:
            raise InputError(f"forecasts has no column {column}.")
    compared = _compared(forecasts, actuals)
    groups = compared.groupby([*by, "horizon_to_days"], sort=True)
    sums = groups[[name for name in compared.columns if name.startswith("sum_")]].sum()
    cost = sums["sum_cost"].where(sums["sum_cost"] > SMALLEST)
    found = pd.DataFrame({"forecast_count": groups.size()}, index=sums.index)
    found["wape"] = sums["sum_error"] / cost
    found["bias_ratio"] = sums["sum_bias"] / cost
    found["mase"] = sums["sum_error"] / sums["sum_scale"].where(sums["sum_scale"] > SMALLEST)
    found["seasonal_naive_wape"] = sums["sum_naive"] / cost
    found["skill_ratio"] = sums["sum_error"] / sums["sum_naive"].where(sums["sum_naive"] > SMALLEST)
    for level in _levels(forecasts):
        found[f"coverage_{level}_ratio"] = sums[f"sum_inside_{level}"] / found["forecast_count"]
        found[f"pinball_{level}_ratio"] = sums[f"sum_pinball_{level}"] / cost
    found = pd.DataFrame(found.reset_index())
    begins = {end: begin + 1 for begin, end in zip((0, *BUCKETS), (*BUCKETS, np.inf), strict=True)}
    place = list(found.columns).index("horizon_to_days")
    found.insert(place, "horizon_from_days", found["horizon_to_days"].map(begins))
    return found


def _compared(forecasts: pd.DataFrame, actuals: pd.DataFrame) -> pd.DataFrame:
    """Return forecasts of known days with the parts of all sums."""
    panel = read_history(actuals, newest_days=MOST_DAYS)
    day = panel.dates.get_indexer(pd.DatetimeIndex(forecasts["date"]))
    series = pd.Index(panel.series).get_indexer(pd.Index(forecasts["series_id"]))
    is_known = (day >= 0) & (series >= 0)
    is_known[is_known] = np.isfinite(panel.values[day[is_known], series[is_known]])
    rows = forecasts[is_known].copy()
    actual = pd.Series(panel.values[day[is_known], series[is_known]], index=rows.index)
    horizon = (pd.to_datetime(rows["date"]) - pd.to_datetime(rows["as_of_date"])).dt.days
    ends = np.array([*BUCKETS, np.inf])
    rows["horizon_to_days"] = ends[np.searchsorted(ends, horizon)]
    rows["sum_cost"] = actual.abs()
    rows["sum_bias"] = rows["mean"] - actual
    rows["sum_error"] = rows["sum_bias"].abs()
    rows["sum_naive"] = (rows["seasonal_naive"] - actual).abs()
    rows["sum_scale"] = rows["scale"]
    for level in _levels(forecasts):
        lower, upper = rows[f"lower_{level}"], rows[f"upper_{level}"]
        outside = (100 - float(level)) / 200
        rows[f"sum_inside_{level}"] = ((actual >= lower) & (actual <= upper)).astype(float)
        below, above = actual - lower, actual - upper
        rows[f"sum_pinball_{level}"] = (
            np.maximum(outside * below, (outside - 1) * below)
            + np.maximum((1 - outside) * above, -outside * above)
        ) / 2
    return pd.DataFrame(rows)


def _levels(forecasts: pd.DataFrame) -> list[str]:
    """Return the levels that forecasts have bounds of, as in the names of these."""
    names = [str(column) for column in forecasts.columns]
    return [name.removeprefix("lower_") for name in names if name.startswith("lower_")]
