"""Conformal intervals: how far forecasts of the past were off, pooled by segment and horizon.

An error is measured in what its series is usually off by, relative to its forecast. That is known
from other origins only, so that an error never shrinks its own measure; the fewer origins there
are, the more it is that of the segment.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Self

import numpy as np

from infra_spend.forecasting.backtest import Backtest
from infra_spend.forecasting.methods import FEWEST_DAYS
from infra_spend.forecasting.panel import Flags, Floats, Panel
from infra_spend.forecasting.robust import mean

# The last day of each bucket of horizons.
BUCKETS = (7, 14, 30, 60, 90, 180, 365)
MONTH = 30
# Origins that the segment counts for, beside those of the series itself.
SEGMENT_ORIGINS = 3.0
# A bucket of fewer origins says too little; errors there grow with the square root of time.
FEWEST_ORIGINS = 3
# A forecast close to zero is measured by a hundredth of what the series used to cost.
SMALLEST_LEVEL = 0.01
USUAL_DAYS = 90


@dataclass(frozen=True)
class Measures:
    """How the errors of one method are measured, and those errors, so measured.

    Attributes:
        scores: Errors in their measure; NaN where there is none; shape (origins, days, series).
        ratio: What each series is usually off by, relative to its level; shape (series,).
        usual: What each series used to cost; shape (series,).
    """

    scores: Floats
    ratio: Floats
    usual: Floats

    @classmethod
    def of(cls, backtest: Backtest, method: str) -> Self:
        """Measure the errors of a method."""
        errors = backtest.errors(method)
        usual = np.nan_to_num(mean(np.abs(backtest.panel.values[-USUAL_DAYS:])))
        level = _level_of(backtest.means[method], usual)
        size = mean(np.abs(errors[:, :MONTH]), axis=1)
        relative = np.divide(size, level, out=np.full_like(size, np.nan), where=level > 0)
        pooled = np.zeros(len(usual))
        for inside in _segments(backtest.panel):
            known = relative[:, inside][np.isfinite(relative[:, inside])]
            pooled[inside] = known.mean() if len(known) else 0.0
        counts = np.isfinite(relative)
        total = np.nan_to_num(relative).sum(axis=0) + SEGMENT_ORIGINS * pooled
        number = counts.sum(axis=0) + SEGMENT_ORIGINS
        others = (total - np.nan_to_num(relative)) / (number - counts)
        measure = (others * level)[:, None, :]
        scores = np.divide(errors, measure, out=np.full_like(errors, np.nan), where=measure > 0)
        return cls(scores, total / number, usual)

    def measure(self, means: Floats) -> Floats:
        """Return what forecasts (days, series) are usually off by on a day; shape (series,)."""
        return np.asarray(self.ratio * _level_of(means[None], self.usual)[0])


def daily_quantiles(
    measures: Measures, panel: Panel, means: Floats, probabilities: Sequence[float]
) -> Floats:
    """Return by how much each day is off, at most with each probability.

    Returns:
        Shape (probabilities, days, series).
    """
    horizon_days = len(means)
    ends = [*(end for end in BUCKETS if end < horizon_days), horizon_days]
    found = np.full((len(probabilities), *means.shape), np.nan)
    for inside in _segments(panel):
        first, reached, seen = 0, 0, None
        for end in ends:
            quantile = _quantiles(measures.scores[:, first:end, inside], probabilities)
            if quantile is not None:
                seen, reached = quantile, end
            if seen is not None:
                growth = np.sqrt(np.maximum(np.arange(first + 1, end + 1) / reached, 1.0))
                found[:, first:end, inside] = (seen[:, None] * growth)[:, :, None]
            first = end
    days = np.arange(1, horizon_days + 1)
    return _completed(
        found * measures.measure(means),
        panel,
        probabilities,
        lambda step: step * np.sqrt(1 + days / 7)[:, None],
    )


def sum_quantiles(
    measures: Measures,
    panel: Panel,
    means: Floats,
    first: int,
    last: int,
    probabilities: Sequence[float],
) -> Floats:
    """Return by how much the sum of some days is off, at most with each probability.

    Sums of the same days at past origins say so: daily bounds, added up, would hold too much.
    Where no past origin has so many days, its sums of fewer do, and grow with their root.

    Args:
        measures: Errors of the past.
        panel: What is known.
        means: Forecasts; shape (days, series).
        first: The first day that is added, from 1.
        last: The last.
        probabilities: Of the quantiles.

    Returns:
        Shape (probabilities, series).
    """
    count = last - first + 1
    found = np.full((len(probabilities), len(panel.series)), np.nan)
    for inside in _segments(panel):
        scores = measures.scores[:, :, inside]
        for begin, end in _stretches(first, last):
            quantile = _quantiles(scores[:, begin - 1 : end].mean(axis=1), probabilities)
            if quantile is not None:
                found[:, inside] = (count * quantile * np.sqrt(last / end))[:, None]
                break
    return _completed(
        found * measures.measure(means),
        panel,
        probabilities,
        lambda step: step * count * np.sqrt(1 + last / 7),
    )


def probabilities_of(levels: Sequence[float]) -> list[float]:
    """Return the probability of the lower and the upper bound of each level in turn."""
    return [side for level in levels for side in ((100 - level) / 200, (100 + level) / 200)]


def _stretches(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Return the days that are wanted, then fewer and earlier ones."""
    yield first, last
    for end in reversed([bucket for bucket in BUCKETS if bucket < last]):
        yield max(1, end - (last - first)), end


def _segments(panel: Panel) -> list[Flags]:
    """Return which series each segment has, in order of its name."""
    return [panel.segments == name for name in sorted({*panel.segments}, key=str)]


def _quantiles(scores: Floats, probabilities: Sequence[float]) -> Floats | None:
    """Return quantiles, outwards by one error because the next one is not among them.

    Args:
        scores: The first axis is that of origins.
        probabilities: Of the quantiles.
    """
    known = np.isfinite(scores)
    origins = known.any(axis=tuple(range(1, known.ndim))).sum()
    if origins < max(min(FEWEST_ORIGINS, len(scores)), 1):
        return None
    ordered = np.sort(scores[known])
    places = [
        np.ceil((len(ordered) + 1) * p) if p >= 0.5 else np.floor((len(ordered) + 1) * p)
        for p in probabilities
    ]
    return ordered[np.clip(np.array(places, dtype=np.int64) - 1, 0, len(ordered) - 1)]


def _completed(
    off: Floats,
    panel: Panel,
    probabilities: Sequence[float],
    wandering: Callable[[Floats], Floats],
) -> Floats:
    """Return ``off`` with what is assumed where no past origin could be tried.

    The changes from day to day are all that is known then; a level that wanders by them is assumed.
    A single day is assumed to be wrong by half.
    """
    step = np.sqrt(mean(np.diff(panel.values, axis=0) ** 2))
    usual = np.nan_to_num(mean(np.abs(panel.values[-USUAL_DAYS:])))
    size = wandering(np.where(np.isnan(step), usual / 2, step))
    deviations = np.array([NormalDist().inv_cdf(p) for p in probabilities])
    assumed = np.multiply.outer(deviations, size)
    return np.where(np.isnan(off) | (panel.days_known < FEWEST_DAYS), assumed, off)


def _level_of(means: Floats, usual: Floats) -> Floats:
    """Return how large forecasts (origins, days, series) are: their first month."""
    return np.asarray(np.maximum(np.abs(means[:, :MONTH]).mean(axis=1), SMALLEST_LEVEL * usual))
