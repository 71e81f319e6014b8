"""How much a cost follows what a business does: elasticities with intervals, from history."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.panel import (
    Flags,
    Floats,
    Panel,
    read_days,
    read_history,
    since_silence,
)
from infra_spend.forecasting.robust import mean

WEEK = 7
# Below half a year of weekly changes, the season and a driver cannot be told apart.
FEWEST_WEEKS = 26
# Weeks that stand or fall together when the variance of an estimate is judged.
BLOCK_WEEKS = 8
# Tukey's biweight at 95 % of the efficiency of least squares.
BIWEIGHT = 4.685
# The standard deviation of a normal distribution in mean absolute deviations. Their median is 0 for
# a cost that moves in steps: whole machines.
DEVIATIONS = 1.2533
ROUNDS = 20
HALVINGS = 40
SMALLEST = 1e-12
COLUMNS = ["series_id", "driver_id", "elasticity", "lower", "upper", "own_elasticity", "week_count"]


def elasticities(history: pd.DataFrame, metrics: pd.DataFrame, level: float = 80.0) -> pd.DataFrame:
    """Return by how many percent each cost changes when its driver changes by one.

    The logarithms of weekly sums are differenced, so that weekdays, the level and steady growth of
    a cost fall away, and the changes of costs are regressed on those of drivers, with an intercept,
    by an M-estimate with Tukey's biweight: weeks with a launch or a new price do not count. The
    variance is that of a jackknife over blocks of weeks. The estimates of one segment and driver
    are drawn towards their common mean, as far as their own variance explains the distance
    (Paule and Mandel, 1982).

    Args:
        history: Rows of ``series_id``, ``date``, ``value``, ``segment`` (what is pooled) and
            ``driver_id``, one a series.
        metrics: Rows of ``series_id``, a driver, ``date`` and ``value``.
        level: Percentage that intervals hold, above 0 and below 100.

    Returns:
        One row per series with at least 26 weekly changes, in order: ``driver_id``,
        ``elasticity``, ``lower`` and ``upper``, ``own_elasticity`` (before pooling) and
        ``week_count``.

    Raises:
        InputError: a ValueError that names the frame, the column and the first bad row.
    """
    if not 0 < level < 100:
        raise InputError(f"level is {level}: choose a percentage above 0 and below 100")
    for column in ("segment", "driver_id"):
        if column not in history.columns:
            raise InputError(f"history has no column {column}.")
    if history.empty or metrics.empty:
        return _no_rows()
    panel = read_history(history)
    driver_of = history.groupby("series_id")["driver_id"].agg(["nunique", "first"])
    if (driver_of["nunique"] != 1).any():
        found = driver_of.index[driver_of["nunique"] != 1][0]
        raise InputError(f"history.driver_id: series {found!r} needs one driver in every row.")
    drivers = driver_of["first"].reindex(panel.series).to_numpy()
    known = metrics[read_days(metrics, "metrics") <= read_days(history, "history").max()]
    if known.empty:
        return _no_rows()
    y, x = _changes(panel, read_history(known, panel.dates[-1].date()), drivers)
    enough = (np.isfinite(x) & np.isfinite(y)).sum(axis=0) >= FEWEST_WEEKS
    if not enough.any():
        return _no_rows()
    x, y = x[:, enough], y[:, enough]
    own, variance = _slopes(x, y), _jackknife(x, y)
    groups = pd.Series(list(zip(panel.segments[enough], drivers[enough], strict=True)))
    pooled, spread = own.copy(), variance.copy()
    for members in groups.groupby(groups).groups.values():
        at = members.to_numpy()
        pooled[at], spread[at] = _pooled(own[at], variance[at])
    reach = NormalDist().inv_cdf(0.5 + level / 200) * np.sqrt(spread)
    return pd.DataFrame(
        {
            "series_id": panel.series[enough],
            "driver_id": drivers[enough],
            "elasticity": pooled,
            "lower": pooled - reach,
            "upper": pooled + reach,
            "own_elasticity": own,
            "week_count": (np.isfinite(x) & np.isfinite(y)).sum(axis=0).astype(np.float64),
        }
    )


def cost_elasticities(costs: pd.DataFrame, metrics: pd.DataFrame) -> pd.DataFrame:
    """Return the elasticities of the leaves of a cost hierarchy, since bills were last silent.

    Args:
        costs: Rows of ``node_id``, ``driver_id``, ``service_category``, ``charge_date`` and
            ``effective_cost``, one a leaf and day.
        metrics: Rows of ``driver_id``, ``metric_date`` and ``metric_quantity``.

    Returns:
        One row per ``node_id`` with enough history: ``driver_id``, ``elasticity``, its quantiles
        ``p10_elasticity`` and ``p90_elasticity``, ``own_elasticity`` and ``week_count``.

    Raises:
        InputError: a ValueError that names the frame, the column and the first bad row.
    """
    history = pd.DataFrame(
        {
            "series_id": costs["node_id"],
            "date": pd.to_datetime(costs["charge_date"]),
            "value": costs["effective_cost"],
            "segment": costs["service_category"],
            "driver_id": costs["driver_id"],
        }
    )
    driven_by = pd.DataFrame(
        {
            "series_id": metrics["driver_id"],
            "date": pd.to_datetime(metrics["metric_date"]),
            "value": metrics["metric_quantity"],
        }
    )
    found = elasticities(since_silence(history), since_silence(driven_by), level=80)
    renamed = {"series_id": "node_id", "lower": "p10_elasticity", "upper": "p90_elasticity"}
    return found.rename(columns=renamed)


def _changes(panel: Panel, metrics: Panel, drivers: Floats) -> tuple[Floats, Floats]:
    """Return the weekly changes of the logarithms of costs, and of the driver of each."""
    days = min(len(panel.dates), len(metrics.dates)) // WEEK * WEEK
    place = pd.Index(metrics.series).get_indexer(pd.Index(drivers))
    driven = np.where(place >= 0, metrics.values[-days:][:, place], np.nan)
    return _log_changes(panel.values[-days:]), _log_changes(driven)


def _log_changes(values: Floats) -> Floats:
    """Return changes of logarithms of weekly sums; NaN where a week is not above 0."""
    weeks = values.reshape(-1, WEEK, values.shape[1]).sum(axis=1)
    return np.diff(np.log(np.where(weeks > 0, weeks, np.nan)), axis=0)


def _slopes(x: Floats, y: Floats, kept: Flags | None = None) -> Floats:
    """Return the robust slope of y on x down each column; 0 where x does not move."""
    known = np.isfinite(x) & np.isfinite(y)
    if kept is not None:
        known &= kept[:, None]
    x, y = np.where(known, x, 0.0), np.where(known, y, 0.0)
    weights = known.astype(np.float64)
    slope = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        total = np.maximum(weights.sum(axis=0), SMALLEST)
        centre_x, centre_y = (weights * x).sum(axis=0) / total, (weights * y).sum(axis=0) / total
        squares = (weights * (x - centre_x) ** 2).sum(axis=0)
        products = (weights * (x - centre_x) * (y - centre_y)).sum(axis=0)
        slope = np.where(squares > SMALLEST, products / np.maximum(squares, SMALLEST), 0.0)
        off = y - centre_y - slope * (x - centre_x)
        scale = np.maximum(DEVIATIONS * mean(np.where(known, np.abs(off), np.nan)), SMALLEST)
        weights = known * np.maximum(1 - (off / (BIWEIGHT * scale)) ** 2, 0.0) ** 2
    return slope


def _jackknife(x: Floats, y: Floats) -> Floats:
    """Return the variance of the slopes, from leaving out each block of weeks in turn."""
    block = np.arange(len(x)) // BLOCK_WEEKS
    count = int(block[-1]) + 1
    left_out = np.stack([_slopes(x, y, block != each) for each in range(count)])
    off = left_out - left_out.mean(axis=0)
    return np.asarray((count - 1) / count * (off**2).sum(axis=0))


def _pooled(own: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return the estimates of one group drawn towards their mean, and their variances."""
    if len(own) == 1:
        return own, variance
    variance = np.maximum(variance, SMALLEST)
    # The variance between them lies where distances are as large as both variances say.
    low, high = 0.0, float(np.ptp(own) ** 2)
    for _ in range(HALVINGS):
        between = (low + high) / 2
        weights = 1 / (variance + between)
        common = (weights * own).sum() / weights.sum()
        is_low = (weights * (own - common) ** 2).sum() > len(own) - 1
        low, high = (between, high) if is_low else (low, between)
    kept = between / (between + variance)
    spread = kept * variance + (1 - kept) ** 2 / weights.sum()
    return kept * own + (1 - kept) * common, spread


def _no_rows() -> pd.DataFrame:
    texts = ("series_id", "driver_id")
    kinds = {name: "object" if name in texts else "float64" for name in COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
