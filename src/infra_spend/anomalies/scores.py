"""How far days are from the level before them, at scales from a day to weeks."""

from dataclasses import dataclass

import numpy as np

from infra_spend.anomalies.residuals import (
    FEWEST_LEVEL_DAYS,
    LEVEL_WEEKS,
    WEEK,
    Residuals,
    lagged,
    middle,
)
from infra_spend.forecasting.panel import Flags, Floats, Integers
from infra_spend.forecasting.robust import MEDIAN_VARIANCE

# So many days are held against the level before them: a spike shows in one, a drift in weeks.
SCALES = (1, 3, 7, 14)
# An alarm is so many usual distances and this part of the level away, at each scale.
THRESHOLDS = (6.0, 5.5, 5.5, 5.5)
LEAST_CHANGES = (0.25, 0.2, 0.15, 0.15)
# What is usual is told by these days before, which meet all weekdays alike.
USUAL_STEP, USUAL_COUNT, FEWEST_USUAL = 6, 14, 3
# Four of five days lie within so many deviations of a normal distribution.
OUTER, OUTER_DEVIATIONS = 0.1, 1.2816
LEAST_NOISE = 0.01
# What was nearly as large on two of the 64 days before is not rare.
RARE, RARE_DOUBLINGS = 1.5, 6
HIGHEST_SCORE = 99.0
# A level that was there for weeks in the last quarter is no news.
RETURN_LAGS, RETURN_TOLERANCE = (28, 42, 56, 70, 84, 98), 0.3
LOOKBACK_DAYS = max(SCALES) + USUAL_STEP * (USUAL_COUNT + 1) + 2**RARE_DOUBLINGS + 1


@dataclass(frozen=True)
class Scores:
    """Alarms of days, at the scale at which each is clearest; all of shape (days, series).

    Attributes:
        is_alarm: Whether the day is one.
        score: Distance from the level in usual distances, with its sign.
        size: That distance.
        scale: How many days are held against the level.
        level: The level before these days, and what it has usually grown since.
        slope: What it grows by in a day.
    """

    is_alarm: Flags
    score: Floats
    size: Floats
    scale: Integers
    level: Floats
    slope: Floats


def scores_of(residuals: Residuals) -> Scores:
    """Return the alarms of days, each made of that day and of days before it alone."""
    shape = residuals.plain.shape
    best = Scores(
        is_alarm=np.zeros(shape, dtype=np.bool_),
        score=np.zeros(shape),
        size=np.zeros(shape),
        scale=np.ones(shape, dtype=np.int64),
        level=np.zeros(shape),
        slope=np.zeros(shape),
    )
    clearest, day_noise = np.zeros(shape), np.zeros(shape)
    for scale, threshold, least in zip(SCALES, THRESHOLDS, LEAST_CHANGES, strict=True):
        newest = _newest(residuals, scale)
        level = lagged(residuals.level, scale)
        has_level = residuals.ages >= FEWEST_LEVEL_DAYS + scale - 1
        usual, noise, is_told = _usual(np.where(has_level, newest - level, np.nan), scale)
        size = newest - level - usual
        is_alarm = residuals.is_known & has_level & is_told
        if scale == 1:
            day_noise = noise
            is_alarm &= np.abs(size) > RARE * _second_largest(np.where(is_told, np.abs(size), 0.0))
        noise = np.maximum(noise, day_noise * np.sqrt(MEDIAN_VARIANCE / scale))
        noise = np.maximum(noise, LEAST_NOISE * np.abs(level))
        with np.errstate(divide="ignore", invalid="ignore"):
            score = np.clip(np.nan_to_num(size / noise), -HIGHEST_SCORE, HIGHEST_SCORE)
        is_alarm &= np.abs(score) >= threshold
        is_alarm &= np.abs(size) > least * np.abs(level)
        is_alarm &= ~_is_return(newest, size, residuals.level)
        is_clearer = is_alarm & (np.abs(score) > threshold * clearest)
        clearest[is_clearer] = np.abs(score[is_clearer]) / threshold
        best.is_alarm[is_clearer] = True
        best.score[is_clearer] = score[is_clearer]
        best.size[is_clearer] = size[is_clearer]
        best.scale[is_clearer] = scale
        best.level[is_clearer] = (level + usual)[is_clearer]
        best.slope[is_clearer] = usual[is_clearer] / ((scale + WEEK * LEVEL_WEEKS) / 2)
    return best


def _newest(residuals: Residuals, scale: int) -> Floats:
    """Return the middle of so many days until each day."""
    if scale > WEEK:
        return np.asarray((residuals.week + lagged(residuals.week, WEEK)) / 2)
    return middle(lagged(residuals.plain, back) for back in range(scale))


def _usual(distance: Floats, scale: int) -> tuple[Floats, Floats, Flags]:
    """Return the usual distance, its deviation, and whether there are enough days to tell."""
    before = np.full((USUAL_COUNT, *distance.shape), np.nan)
    for at in range(USUAL_COUNT):
        lag = scale + USUAL_STEP * at
        before[at, lag:] = distance[: max(len(distance) - lag, 0)]
    before.sort(axis=0)
    count = np.isfinite(before).sum(axis=0)

    def at_part(part: float) -> Floats:
        place = np.rint(part * np.maximum(count - 1, 0)).astype(np.int64)
        return np.asarray(np.nan_to_num(np.take_along_axis(before, place[None], axis=0)[0]))

    spread = (at_part(1 - OUTER) - at_part(OUTER)) / (2 * OUTER_DEVIATIONS)
    # Days between those that were looked at are those that neighbouring days look at.
    noise = np.mean([lagged(spread, back) for back in range(USUAL_STEP)], axis=0)
    return at_part(0.5), noise, count >= FEWEST_USUAL


def _second_largest(sizes: Floats) -> Floats:
    """Return the second largest size of the days before, as many as two doubled so often."""
    largest, second = sizes, np.zeros_like(sizes)
    for doubled in range(RARE_DOUBLINGS):
        earlier = [_earlier(each, 2**doubled) for each in (largest, second)]
        second = np.maximum(np.minimum(largest, earlier[0]), np.maximum(second, earlier[1]))
        largest = np.maximum(largest, earlier[0])
    return _earlier(second, 1)


def _earlier(values: Floats, days: int) -> Floats:
    """Return the values of so many days before, and 0 where there are none."""
    kept = max(len(values) - days, 0)
    return np.concatenate([np.zeros((len(values) - kept, values.shape[1])), values[:kept]])


def _is_return(newest: Floats, size: Floats, level: Floats) -> Flags:
    """Return whether values are back at a level that they had before."""
    is_back = np.zeros(newest.shape, dtype=np.bool_)
    for lag in RETURN_LAGS:
        if lag < len(level):
            distance = np.abs(newest[lag:] - level[:-lag])
            is_back[lag:] |= distance <= RETURN_TOLERANCE * np.abs(size[lag:])
    return is_back
