"""Level and trend of series without weekdays and named days, since their last shift.

A shift is a jump that neither the noise of days nor the usual restlessness of weeks explains. A
level that is restless, that jumps from week to week, comes back as often as not: it is drawn
towards the mean of four weeks.
"""

from dataclasses import dataclass

import numpy as np

from infra_spend.forecasting.panel import Floats, Integers
from infra_spend.forecasting.robust import (
    FEWEST_POOLED,
    MEDIAN_VARIANCE,
    SMALLEST,
    deviation,
    filled,
    mean,
    median,
)

WEEK = 7
NOISE_DAYS = 91
LEAST_NOISE = 1e-4
# A level is that of two weeks, of which a day counts for so much of the day after it.
LEVEL_DAYS, FADING = 14, 0.85
TREND_DAYS = 56
FEWEST_TREND_DAYS = 14
LONG_DAYS = 28
# Days of a level before it can be told from a spike, and days that are compared around a shift.
SHIFT_AGES = (*range(3, 14), *range(14, 85, 3))
SHIFT_DAYS = 14
# A shift is this many standard errors, this many usual changes of a week, and this much on the
# scale (a thirtieth of the cost); and this part of it happens from one working week to the next.
SHIFT_ERRORS, SHIFT_CHANGES, LEAST_SHIFT, SUDDEN = 6.0, 3.0, 0.03, 0.6
# The change of a week that three of four weeks stay below, in deviations of a normal distribution;
# and the variance of such changes that noise makes, doubled and more: noise is not independent.
QUARTILE = 0.75
QUARTILE_DEVIATION = 1.15
NOISE_OF_CHANGES = 6.0 * MEDIAN_VARIANCE / WEEK
# The variance of a slope of a random walk, in variances of its step divided by the days.
WALK = 1.2
# Errors of neighbouring days go together: an estimate of many days is this much less exact.
ERROR_INFLATION = 2.0
# What a level is drawn by when it is restless, and the change of a week that is half restless.
RESTLESS_WEIGHT, HALF_RESTLESS = 0.7, 0.1
# Slopes of a few series are believed as far as they are a fifteenth of a per cent a day.
USUAL_SLOPES = 0.0007**2
LEAST_SLOPES = 1e-10
# Four of five days are taken for normal, and their largest distance for so many deviations.
NORMAL_DAYS, NORMAL_DEVIATIONS = 0.8, 1.28
HUBER = 1.5


@dataclass(frozen=True)
class Level:
    """Level on the last day, and what it grows by in a day; shapes (series,)."""

    level: Floats
    slope: Floats


@dataclass(frozen=True)
class _Moves:
    """How much series move by themselves; shapes (series,).

    Attributes:
        noise: Deviation of a day from its level.
        change: Change of the median of a week that three of four weeks stay below.
        restless: Variance of such changes that noise does not explain.
    """

    noise: Floats
    change: Floats
    restless: Floats


def level_of(plain: Floats) -> Level:
    """Return level and trend.

    Args:
        plain: Values on the scale, NaN where unknown; shape (days, series).
    """
    known = np.isfinite(plain)
    begun = np.where(known.any(axis=0), known.argmax(axis=0), len(plain) - 1)
    whole = filled(plain)
    moves = _moves(whole)
    since = np.minimum(_days_since_shift(whole, moves), len(plain) - begun)
    slope = _slope(whole, since, moves)
    age = np.arange(len(plain))[::-1, None]
    recent = slice(-LEVEL_DAYS, None)
    flat = (whole + slope * age)[recent]
    level = _centre(np.where(age[recent] < since, flat, np.nan), moves.noise)
    pull = RESTLESS_WEIGHT * moves.restless / (moves.restless + HALF_RESTLESS**2)
    return Level(level + pull * (_long_level(plain) - level), slope)


def _long_level(plain: Floats) -> Floats:
    """Return the mean cost of the newest weeks, on the scale."""
    return np.nan_to_num(np.arcsinh(mean(np.sinh(plain[-LONG_DAYS:]))))


def _moves(whole: Floats) -> _Moves:
    noise = deviation(np.diff(whole[-NOISE_DAYS:], axis=0)) / np.sqrt(2)
    count = min(len(whole), NOISE_DAYS) // WEEK
    weeks = whole[len(whole) - count * WEEK :].reshape(count, WEEK, -1)
    changes = np.abs(np.diff(np.median(weeks, axis=1), axis=0)) if count else weeks[:, 0]
    change = np.quantile(changes, QUARTILE, axis=0) if count > 2 else np.zeros_like(noise)
    restless = (change / QUARTILE_DEVIATION) ** 2 - NOISE_OF_CHANGES * noise**2
    return _Moves(np.maximum(noise, LEAST_NOISE), change, np.maximum(restless, 0.0))


def _days_since_shift(whole: Floats, moves: _Moves) -> Integers:
    """Return how many days ago the newest shift was; all days if there is none."""
    days, series = whole.shape
    since = np.full(series, days, dtype=np.int64)
    for age in reversed(SHIFT_AGES):
        if age + WEEK > days:
            continue
        after = whole[days - age :][:SHIFT_DAYS]
        before = whole[max(days - age - SHIFT_DAYS, 0) : days - age]
        jump = np.abs(np.median(after, axis=0) - np.median(before, axis=0))
        error = moves.noise * np.sqrt(MEDIAN_VARIANCE * (1 / len(after) + 1 / len(before)))
        least = np.maximum(SHIFT_ERRORS * error, SHIFT_CHANGES * moves.change)
        sudden = np.abs(np.median(after[:5], axis=0) - np.median(before[-5:], axis=0))
        since[(jump > np.maximum(least, LEAST_SHIFT)) & (sudden > SUDDEN * jump)] = age
    return since


def _slope(whole: Floats, since: Integers, moves: _Moves) -> Floats:
    """Return what a series grows by in a day, shrunk towards what is usual."""
    window = whole[-TREND_DAYS:]
    time = np.arange(1 - len(window), 1)[:, None]
    is_used = (-time < since).astype(np.float64)
    weight = is_used
    for _ in range(3):
        total = np.maximum(weight.sum(axis=0), SMALLEST)
        middle = (weight * time).sum(axis=0) / total
        centre = (weight * window).sum(axis=0) / total
        spread = np.maximum((weight * (time - middle) ** 2).sum(axis=0), SMALLEST)
        slope = (weight * (time - middle) * (window - centre)).sum(axis=0) / spread
        error = np.abs(window - centre - slope * (time - middle))
        weight = is_used / np.maximum(1.0, error / (2 * moves.noise))
    variance = ERROR_INFLATION * moves.noise**2 / spread
    variance += WALK * moves.restless / WEEK / np.clip(since, 1, TREND_DAYS)
    is_known = since >= FEWEST_TREND_DAYS
    usual, between = 0.0, USUAL_SLOPES
    if is_known.sum() >= FEWEST_POOLED:
        usual = float(np.median(slope[is_known]))
        # The median of squares is 0.45 of their mean.
        found = np.median((slope[is_known] - usual) ** 2) / 0.45 - np.median(variance[is_known])
        between = max(float(found), LEAST_SLOPES)
    kept = np.where(is_known, between / (between + variance), 0.0)
    return np.asarray(usual + (slope - usual) * kept)


def _centre(values: Floats, noise: Floats) -> Floats:
    """Return Huber's estimate of the newest location; its scale spares a fifth as outliers."""
    is_used = np.isfinite(values)
    centre = np.nan_to_num(median(values))
    distance = np.sort(np.where(is_used, np.abs(values - centre), 0.0), axis=0)
    outliers = np.floor((1 - NORMAL_DAYS) * is_used.sum(axis=0)).astype(np.int64)
    usual = np.take_along_axis(distance, len(values) - 1 - outliers[None], axis=0)[0]
    scale = HUBER * np.maximum(usual / NORMAL_DEVIATIONS, noise)
    inside = np.where(is_used, values, 0.0)
    fading = FADING ** np.arange(len(values))[::-1, None]
    for _ in range(2):
        weight = fading * is_used / np.maximum(1.0, np.abs(inside - centre) / scale)
        centre = (weight * inside).sum(axis=0) / np.maximum(weight.sum(axis=0), SMALLEST)
    return np.asarray(centre)
