"""Statistics down columns with unknown values, and estimates that outliers do not move."""

import numpy as np

from infra_spend.forecasting.panel import Floats

# The deviation of a normal distribution in medians of absolute deviations, and the variance of its
# median in variances of its mean.
DEVIATION = 1.4826
MEDIAN_VARIANCE = 1.57
# Fewer series than this do not say what is usual.
FEWEST_POOLED = 8
SMALLEST = 1e-12


def mean(values: Floats, axis: int = 0) -> Floats:
    """Return the mean of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def median(values: Floats) -> Floats:
    """Return the median of what is known down the first axis; NaN where nothing is."""
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    count = np.isfinite(values).sum(axis=0)
    if (count == len(values)).all():
        return np.asarray(np.median(values, axis=0))
    ordered = np.sort(values, axis=0)
    middle = [
        np.take_along_axis(ordered, np.clip(at, 0, len(values) - 1)[None], axis=0)[0]
        for at in ((count - 1) // 2, count // 2)
    ]
    return np.where(count > 0, (middle[0] + middle[1]) / 2, np.nan)


def deviation(values: Floats) -> Floats:
    """Return the standard deviation around 0, as far as it is normal; 0 where nothing is known."""
    return np.nan_to_num(DEVIATION * median(np.abs(values)))


def filled(values: Floats) -> Floats:
    """Return values with that of the row before where nothing is known, or else of the first."""
    known = np.isfinite(values)
    place = np.where(known, np.arange(len(values))[:, None], -1)
    place = np.maximum.accumulate(place, axis=0)
    place = np.where(place < 0, known.argmax(axis=0), place)
    return np.nan_to_num(np.take_along_axis(values, place, axis=0))


def shrunk(own: Floats, variance: Floats) -> Floats:
    """Return effects drawn towards the usual ones, as far as noise explains the distance.

    The positive part of the estimator of James and Stein (1961), a series at a time, around the
    median of many series, or around 0.

    Args:
        own: Effects of each series; shape (effects, series).
        variance: Of each of them; shape (series,).
    """
    is_usual = own.shape[1] >= FEWEST_POOLED
    usual = np.median(own, axis=1, keepdims=True) if is_usual else np.zeros((len(own), 1))
    distance = own - usual
    size = (distance**2).sum(axis=0)
    # Sets of effects that sum to 0 have a degree of freedom less; of one effect, two count.
    strength = max(len(own) - 2, 2)
    kept = 1 - strength * variance / np.maximum(size, SMALLEST)
    return np.asarray(usual + distance * np.maximum(kept, 0.0))
