"""Daily values without their calendar, and the level that they had on the days before.

Whatever is said of a day is made of that day and of LOOKBACK_DAYS before it, by medians, so that no
earlier anomaly hides a later one, and a run may begin that many days before what it asks for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.forecasting.panel import Flags, Floats, Integers
from infra_spend.forecasting.robust import filled, median

WEEK = 7
WEEKDAYS_BEFORE, FEWEST_WEEKDAYS = 8, 3
LEVEL_WEEKS = 4
# Fewer days than this are not a level.
FEWEST_LEVEL_DAYS = 14
# The first days of a month and its last one may have a cost of their own if the last three of them
# had. What does not come is no drop: what is charged by the month comes with the last of its bills.
EDGES, EDGES_BEFORE, EDGE_DAYS = (1, 2, 3, 0), 3, 95
LOOKBACK_DAYS = WEEK * (WEEKDAYS_BEFORE + 1) + WEEK * LEVEL_WEEKS + EDGE_DAYS


@dataclass(frozen=True)
class Residuals:
    """What is left of values without their calendar; all of shape (days, series).

    Attributes:
        plain: Values without weekday and month edge; the newest known one where there is none.
        week: The median of plain values of the week until that day.
        level: The middle of the medians of four weeks until that day.
        calendar: What weekday and month edge add to a day.
        ages: How many days of the series are known before that day.
        is_known: Whether there is a value.
    """

    plain: Floats
    week: Floats
    level: Floats
    calendar: Floats
    ages: Integers
    is_known: Flags


def residuals_of(values: Floats, dates: pd.DatetimeIndex) -> Residuals:
    """Return values without their calendar.

    Args:
        values: NaN where unknown; shape (days, series).
        dates: The days, without a gap.
    """
    is_known = np.isfinite(values)
    whole = filled(values)
    ages = np.cumsum(is_known, axis=0) - is_known
    weekday = _weekday_effects(np.where(is_known, whole - week_medians(whole), np.nan))
    plain = filled(np.where(is_known, whole - weekday, np.nan))
    week = week_medians(plain)
    weeks = [lagged(week, WEEK * back) for back in range(LEVEL_WEEKS)]
    outer = np.maximum.reduce(weeks) + np.minimum.reduce(weeks)
    level = (np.add.reduce(weeks) - outer) / (LEVEL_WEEKS - 2)
    above = np.where(ages >= FEWEST_LEVEL_DAYS, plain - lagged(level, 1), 0.0)
    edge = _edge_effects(above, dates)
    return Residuals(plain - edge, week, level, weekday + edge, ages, is_known)


def lagged(values: Floats, days: int) -> Floats:
    """Return the values of so many days before; the first where there are none."""
    kept = max(len(values) - days, 0)
    return np.concatenate([np.repeat(values[:1], len(values) - kept, axis=0), values[:kept]])


def week_medians(values: Floats) -> Floats:
    """Return the median of the week until each day."""
    return middle(lagged(values, back) for back in range(WEEK))


def middle(values: Iterable[Floats]) -> Floats:
    """Return the median of an odd number of arrays, place by place, by exchanging neighbours."""
    ordered = list(values)
    for turn in range(len(ordered)):
        for at in range(turn % 2, len(ordered) - 1, 2):
            low, high = ordered[at], ordered[at + 1]
            ordered[at], ordered[at + 1] = np.minimum(low, high), np.maximum(low, high)
    return ordered[len(ordered) // 2]


def _weekday_effects(deviations: Floats) -> Floats:
    """Return by how much the same weekday was above its week, in the weeks before."""
    before = np.full((WEEKDAYS_BEFORE, *deviations.shape), np.nan)
    for week in range(1, min(WEEKDAYS_BEFORE, (len(deviations) - 1) // WEEK) + 1):
        before[week - 1, WEEK * week :] = deviations[: -WEEK * week]
    is_told = np.isfinite(before).sum(axis=0) >= FEWEST_WEEKDAYS
    return np.where(is_told, np.nan_to_num(median(before)), 0.0)


def _edge_effects(above: Floats, dates: pd.DatetimeIndex) -> Floats:
    """Return what the last months all had on their first days and the last, as far as it came."""
    effects = np.zeros_like(above)
    day = np.where(dates.is_month_end, 0, dates.day)
    for edge in EDGES:
        places = np.flatnonzero(day == edge)
        for at in range(EDGES_BEFORE, len(places)):
            before = above[places[at - EDGES_BEFORE : at]]
            sign, least = np.sign(before[0]), np.abs(before).min(axis=0)
            came = sign * np.clip(sign * above[places[at]], 0.0, least)
            effects[places[at]] = np.where((np.sign(before) == sign).all(axis=0), came, 0.0)
    return effects
