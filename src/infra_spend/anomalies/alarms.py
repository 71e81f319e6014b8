"""Alarms of days made into anomalies: when each began, was seen and was over, and what it is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.anomalies.residuals import Residuals
from infra_spend.anomalies.scores import Scores
from infra_spend.forecasting.panel import Flags, Floats, Integers, Names

# An alarm within two weeks of another one of the same sign belongs to it.
REFRACTORY_DAYS = 14
# An anomaly that is seen began four weeks before at most.
BEGUN_DAYS = 28
# What lasts longer than nine weeks is the new level.
LONGEST_DAYS = 63
# A day belongs to an anomaly that has this part of the distance at which it was seen.
BEGUN_PART, ENDED_PART = 0.25, 0.5
LONGEST_SPIKE_DAYS, LONGEST_DROP_DAYS, SHORTEST_DRIFT_DAYS = 7, 14, 14
# Prices and contracts change on the first of a month: a step of a smaller part is no alarm then.
LEAST_CHANGE_OF_MONTH = 0.5
# A drift is in its first quarter at most half of what it comes to.
DRIFT_PART = 0.5


@dataclass(frozen=True)
class Alarms:
    """Anomalies; all of shape (anomalies,), days as numbers of rows.

    Attributes:
        series: Number of the column.
        seen: First day on which it could be told.
        first: Day on which it began.
        last: Its last day so far.
        kind: spike, shift, drift or drop.
        expected: Sum of what these days would have been.
        actual: Sum of what they were.
        score: Distance in usual distances when it was seen, with its sign.
        is_over: Whether it has ended.
    """

    series: Integers
    seen: Integers
    first: Integers
    last: Integers
    kind: Names
    expected: Floats
    actual: Floats
    score: Floats
    is_over: Flags


def alarms_of(
    values: Floats,
    dates: pd.DatetimeIndex,
    residuals: Residuals,
    scores: Scores,
    min_impact: float,
) -> Alarms:
    """Return the anomalies whose impact comes to something, in order of series and day.

    Args:
        values: NaN where unknown; shape (days, series).
        dates: The days, without a gap.
        residuals: Of these values.
        scores: Of these residuals.
        min_impact: What an anomaly has to add or to take before it is seen.
    """
    series, seen = np.nonzero(_begins(scores).T)
    sign, size = (part(scores.size[seen, series]) for part in (np.sign, np.abs))
    offset = np.arange(-BEGUN_DAYS, LONGEST_DAYS)
    day = seen[:, None] + offset
    is_there = (day >= 0) & (day < len(values))
    day = np.clip(day, 0, max(len(values) - 1, 0))
    is_there &= residuals.is_known[day, series[:, None]]
    level, slope = (part[seen, series][:, None] for part in (scores.level, scores.slope))
    usual = level + slope * offset + residuals.calendar[day, series[:, None]]
    expected = np.where(is_there, usual, 0.0)
    actual = np.where(is_there, values[day, series[:, None]], 0.0)
    excess = sign[:, None] * (actual - expected)
    first = _first(excess <= BEGUN_PART * size[:, None], scores.scale[seen, series])
    is_low = (excess < ENDED_PART * size[:, None]) | ~is_there
    last, is_over = _last(is_low, is_there)
    # It is seen when it has come to enough, and lasts until it has come to most.
    impact = np.cumsum(np.where(offset >= first[:, None], excess, 0.0), axis=1)
    is_inside = (offset >= 0) & (offset <= last[:, None])
    is_enough = is_inside & (impact > 0) & (impact >= min_impact) & (~is_low | (offset == 0))
    later = offset[is_enough.argmax(axis=1)]
    last = offset[np.where(is_inside & (offset >= later[:, None]), impact, -np.inf).argmax(axis=1)]
    is_part = (offset >= first[:, None]) & (offset <= last[:, None])
    is_sudden = ~np.take_along_axis(is_low, (BEGUN_DAYS + first)[:, None], axis=1)[:, 0]
    is_priced = is_sudden & (dates.day.to_numpy()[seen + first] == 1)
    is_priced &= size < LEAST_CHANGE_OF_MONTH * np.abs(level[:, 0])
    kept = is_enough.any(axis=1) & ~is_priced
    found = Alarms(
        series=series,
        seen=seen + later,
        first=seen + first,
        last=seen + last,
        kind=_kinds(excess, is_part, sign),
        expected=np.where(is_part, expected, 0.0).sum(axis=1),
        actual=np.where(is_part, actual, 0.0).sum(axis=1),
        score=scores.score[seen, series],
        is_over=is_over,
    )
    return Alarms(**{name: column[kept] for name, column in vars(found).items()})


def _begins(scores: Scores) -> Flags:
    """Return the alarms that are not of an anomaly that has been seen already."""
    begins = np.zeros(scores.is_alarm.shape, dtype=np.bool_)
    day = np.arange(len(begins))[:, None]
    for sign in (1, -1):
        alarm = scores.is_alarm & (np.sign(scores.size) == sign)
        newest = np.maximum.accumulate(np.where(alarm, day, -REFRACTORY_DAYS - 1), axis=0)
        before = np.vstack([np.full((1, alarm.shape[1]), -REFRACTORY_DAYS - 1), newest[:-1]])
        begins |= alarm & (day - before > REFRACTORY_DAYS)
    return begins


def _first(is_low: Flags, scale: Integers) -> Integers:
    """Return the first day after two without it, as an offset to the day it was seen on."""
    before = is_low[:, : BEGUN_DAYS + 1]
    are_low = before[:, 1:] & before[:, :-1]
    quiet = np.where(are_low.any(axis=1), BEGUN_DAYS - are_low[:, ::-1].argmax(axis=1), 0)
    place = np.arange(BEGUN_DAYS + 1)
    is_part = ~before & (place > quiet[:, None])
    first = np.where(is_part.any(axis=1), is_part.argmax(axis=1), BEGUN_DAYS)
    return np.where(scale == 1, 0, first - BEGUN_DAYS)


def _last(is_low: Flags, is_there: Flags) -> tuple[Integers, Flags]:
    """Return the last day before two without it, as an offset, and whether there are these two."""
    after, known = is_low[:, BEGUN_DAYS:], is_there[:, BEGUN_DAYS:]
    are_low = after[:, :-1] & after[:, 1:] & known[:, 1:]
    are_low[:, 0] = False
    is_over = np.asarray(are_low.any(axis=1))
    newest = known.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(is_over, are_low.argmax(axis=1) - 1, newest), is_over


def _kinds(excess: Floats, is_part: Flags, sign: Floats) -> Names:
    """Return what each is, by how long it lasts and how its last quarter compares to its first."""
    days = is_part.sum(axis=1)
    quarter = np.maximum(days // 4, 1)[:, None]
    place = np.cumsum(is_part, axis=1)
    parts = (is_part & (place <= quarter), is_part & (place > days[:, None] - quarter))
    begun, ended = (np.where(part, excess, 0.0).sum(axis=1) for part in parts)
    brief = np.where(sign > 0, "spike", "drop")
    is_brief = days <= np.where(sign > 0, LONGEST_SPIKE_DAYS, LONGEST_DROP_DAYS)
    is_drift = (days >= SHORTEST_DRIFT_DAYS) & (begun < DRIFT_PART * ended)
    named = np.where(is_brief, brief, np.where(is_drift, "drift", "shift"))
    return np.asarray(named, dtype=object)
