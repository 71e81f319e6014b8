"""The calendar-robust cost model: what a day costs by level, trend, weekday and named days.

On a scale that is logarithmic for what a series usually costs and linear around zero, so that a
weekend is a ratio, and zeros and credits are numbers like any other, a value is

    level + damped trend + effect of its weekday + effects of its named days + noise.

Every part is a median or is estimated with bounded weights, so that a spike moves nothing. Level
and trend are those since the last shift. Effects are shrunk towards those of the other series, as
far as noise explains what they differ by.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.forecasting.events import Events
from infra_spend.forecasting.panel import Floats, Integers, Panel

WEEK = 7
# What a series usually costs is this many units of the scale: log-like from a hundredth of it on.
UNITS = 100.0
USUAL_DAYS = 90
WEEKDAY_WEEKS = 13
NOISE_DAYS = 91
LEVEL_DAYS = 14
TREND_DAYS = 56
FEWEST_TREND_DAYS = 14
# What is left of a trend after a day; half of it is left after ten weeks.
DAMPING = 0.99
# Days of a level before it can be told from a spike, and days that are compared around a shift.
SHIFT_AGES = (*range(3, 14), *range(14, 85, 3))
SHIFT_DAYS = 14
# A shift is this many standard errors, and this much on the scale (a thirtieth of the cost).
SHIFT_ERRORS = 6.0
LEAST_SHIFT = 0.03
# Errors of neighbouring days go together: an estimate of many days is this much less exact.
ERROR_INFLATION = 2.0
HUBER = 1.5
# The deviation of a normal distribution in medians of absolute deviations, and the variance of its
# median in variances of its mean.
DEVIATION = 1.4826
MEDIAN_VARIANCE = 1.57
# Fewer series than this do not say what is usual.
FEWEST_POOLED = 8
SMALLEST = 1e-12


@dataclass(frozen=True)
class _Level:
    """Level on the last day and what it grows by in a day, on the scale; shapes (series,)."""

    level: Floats
    slope: Floats


def calendar_cost(panel: Panel, horizon_days: int, events: Events) -> Floats:
    """Return what each series is expected to cost on each day; shape (days, series).

    Args:
        panel: At least one day; a series without a known day is forecast to be 0.
        horizon_days: How many days from the last known one on.
        events: Named days, past and future.
    """
    if not len(panel.series):
        return np.zeros((horizon_days, 0))
    unit = _unit(panel.values)
    scaled = np.arcsinh(panel.values / unit)
    ahead = panel.days_after(horizon_days)
    effects, effects_ahead = _weekday_effects(scaled, panel, ahead)
    named, named_ahead = _event_effects(scaled - effects, panel, ahead, events)
    plain = _filled(scaled - effects - named)
    begun = _begun(panel.values)
    found = _level_and_slope(plain, begun)
    days = np.arange(1, horizon_days + 1)[:, None]
    damped = DAMPING * (1 - DAMPING**days) / (1 - DAMPING)
    return unit * np.sinh(found.level + found.slope * damped + effects_ahead + named_ahead)


def _unit(values: Floats) -> Floats:
    """Return a hundredth of what a series usually costs, of the newest days that cost anything."""
    sizes = np.where(np.abs(values) > 0, np.abs(values), np.nan)
    recent = _median(sizes[-USUAL_DAYS:])
    usual = np.where(np.isnan(recent), _median(sizes), recent)
    return np.where(usual > 0, usual, 1.0) / UNITS


def _weekday_effects(
    scaled: Floats, panel: Panel, ahead: pd.DatetimeIndex
) -> tuple[Floats, Floats]:
    """Return the effects of weekdays on the known days and on those ahead."""
    recent_days = np.arange(len(scaled))[-WEEKDAY_WEEKS * WEEK :]
    residual = _residual(scaled, recent_days)
    weekday = panel.dates.dayofweek.to_numpy()
    recent = weekday[recent_days]
    by_weekday = np.array([_median(residual[recent == day]) for day in range(WEEK)])
    counts = np.array([np.isfinite(residual[recent == day]).sum(axis=0) for day in range(WEEK)])
    own = np.nan_to_num(by_weekday - np.nan_to_num(by_weekday).mean(axis=0))
    noise = _noise(residual - own[recent])
    variance = MEDIAN_VARIANCE * noise**2 / np.maximum(counts.mean(axis=0), SMALLEST)
    effect = _shrunk(own, variance, WEEK - 2)
    return effect[weekday], effect[ahead.dayofweek.to_numpy()]


def _event_effects(
    scaled: Floats, panel: Panel, ahead: pd.DatetimeIndex, events: Events
) -> tuple[Floats, Floats]:
    """Return the effects of named days on the known days and on those ahead."""
    noise = _noise(_residual(scaled, np.arange(len(scaled))[-NOISE_DAYS:]))
    past, future = np.zeros_like(scaled), np.zeros((len(ahead), scaled.shape[1]))
    named_ahead = events.named_days(ahead)
    for name, days in events.named_days(panel.dates).items():
        values = _residual(scaled, np.flatnonzero(days))
        counts = np.isfinite(values).sum(axis=0)
        own = np.nan_to_num(_median(values))
        variance = np.where(counts > 0, MEDIAN_VARIANCE * noise**2 / np.maximum(counts, 1), np.inf)
        effect = _shrunk(own[None, :], variance, 2)[0]
        past[days] += effect
        future[named_ahead[name]] += effect
    return past, future


def _shrunk(own: Floats, variance: Floats, strength: int) -> Floats:
    """Return effects drawn towards the usual ones, as far as noise explains the distance.

    The positive part of the estimator of James and Stein (1961), a series at a time.

    Args:
        own: Effects of each series; shape (effects, series).
        variance: Of each of them, by series.
        strength: How many variances the squared distance is reduced by.
    """
    many = own.shape[1] >= FEWEST_POOLED
    usual = np.median(own, axis=1, keepdims=True) if many else np.zeros((len(own), 1))
    distance = own - usual
    size = (distance**2).sum(axis=0)
    with np.errstate(invalid="ignore"):
        kept = 1 - strength * variance / np.maximum(size, SMALLEST)
    return np.asarray(usual + distance * np.where(size > 0, np.maximum(kept, 0.0), 0.0))


def _level_and_slope(plain: Floats, begun: Integers) -> _Level:
    """Return level and trend since the last shift; ``plain`` has no gaps, weekdays nor events."""
    days, series = plain.shape
    age = np.arange(days)[::-1, None].astype(np.float64)
    noise = np.maximum(
        DEVIATION * np.median(np.abs(np.diff(plain[-NOISE_DAYS:], axis=0)), axis=0) / np.sqrt(2)
        if days > 1
        else np.zeros(series),
        1e-4,
    )
    known = np.minimum(_days_since_shift(plain, noise), days - begun)
    slope = _slope(plain, age, np.minimum(known, TREND_DAYS), noise)
    level_days = np.minimum(known, LEVEL_DAYS)
    flat = (plain + slope * age)[-LEVEL_DAYS:]
    is_used = age[-LEVEL_DAYS:] < level_days
    level = np.nan_to_num(_median(np.where(is_used, flat, np.nan)))
    for _ in range(2):
        weight = is_used / np.maximum(1.0, np.abs(flat - level) / (HUBER * noise))
        level = (weight * flat).sum(axis=0) / np.maximum(weight.sum(axis=0), SMALLEST)
    return _Level(level, slope)


def _days_since_shift(plain: Floats, noise: Floats) -> Integers:
    """Return how many days ago the newest shift was; more than any window if there is none."""
    days, series = plain.shape
    since = np.full(series, days, dtype=np.int64)
    for age in reversed(SHIFT_AGES):
        if age + WEEK > days:
            continue
        after = plain[days - age :][:SHIFT_DAYS]
        before = plain[max(days - age - SHIFT_DAYS, 0) : days - age]
        jump = np.abs(np.median(after, axis=0) - np.median(before, axis=0))
        error = noise * np.sqrt(MEDIAN_VARIANCE * (1 / len(after) + 1 / len(before)))
        # A trend differs over four weeks as well; a shift also from one working week to the next.
        close = np.abs(np.median(after[:5], axis=0) - np.median(before[-5:], axis=0))
        is_shift = (jump > SHIFT_ERRORS * error) & (jump > LEAST_SHIFT) & (close > 0.6 * jump)
        since[is_shift] = age
    return since


def _slope(plain: Floats, age: Floats, known: Integers, noise: Floats) -> Floats:
    """Return what a series grows by in a day, shrunk towards what is usual."""
    window = plain[-TREND_DAYS:]
    time = -age[-TREND_DAYS:]
    is_used = (-time < known).astype(np.float64)
    weight = is_used
    for _ in range(3):
        total = np.maximum(weight.sum(axis=0), SMALLEST)
        middle = (weight * time).sum(axis=0) / total
        mean = (weight * window).sum(axis=0) / total
        spread = np.maximum((weight * (time - middle) ** 2).sum(axis=0), SMALLEST)
        slope = (weight * (time - middle) * (window - mean)).sum(axis=0) / spread
        error = np.abs(window - mean - slope * (time - middle))
        weight = is_used / np.maximum(1.0, error / (2 * noise))
    variance = ERROR_INFLATION * noise**2 / spread
    is_known = known >= FEWEST_TREND_DAYS
    usual, between = 0.0, 0.0007**2
    if is_known.sum() >= FEWEST_POOLED:
        usual = float(np.median(slope[is_known]))
        distance = np.median((slope[is_known] - usual) ** 2) / 0.45
        between = max(float(distance - np.median(variance[is_known])), 1e-10)
    kept = np.where(is_known, between / (between + variance), 0.0)
    return np.asarray(usual + (slope - usual) * kept)


def _residual(scaled: Floats, days: Integers) -> Floats:
    """Return what is left of some days without the median of their week, which no weekday moves."""
    half = WEEK // 2
    inside = (days >= half) & (days < len(scaled) - half)
    weeks = np.minimum(days[:, None] + np.arange(-half, half + 1), len(scaled) - 1)
    middle = _median(scaled[weeks].transpose(1, 0, 2))
    return np.where(inside[:, None], scaled[days] - middle, np.nan)


def _noise(residual: Floats) -> Floats:
    """Return the deviation of what is left, as far as it is normal."""
    return np.nan_to_num(DEVIATION * _median(np.abs(residual)))


def _filled(values: Floats) -> Floats:
    """Return values with that of the day before where nothing is known, or else of the first."""
    known = np.isfinite(values)
    place = np.where(known, np.arange(len(values))[:, None], -1)
    place = np.maximum.accumulate(place, axis=0)
    place = np.where(place < 0, known.argmax(axis=0), place)
    return np.nan_to_num(np.take_along_axis(values, place, axis=0))


def _begun(values: Floats) -> Integers:
    """Return on which day each series begins."""
    known = np.isfinite(values)
    return np.where(known.any(axis=0), known.argmax(axis=0), len(values) - 1)


def _median(values: Floats) -> Floats:
    """Return the median of what is known down each column; NaN where nothing is."""
    count = np.isfinite(values).sum(axis=0)
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    if (count == len(values)).all():
        return np.asarray(np.median(values, axis=0))
    ordered = np.sort(values, axis=0)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    middle = [
        np.take_along_axis(ordered, np.minimum(at, len(values) - 1)[None], axis=0)[0]
        for at in (low, high)
    ]
    return np.where(count > 0, (middle[0] + middle[1]) / 2, np.nan)
