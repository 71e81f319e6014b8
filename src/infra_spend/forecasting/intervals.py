"""Conformal intervals: how far forecasts of the past were off, pooled by segment and horizon.

An error is measured in what its series is usually off by, relative to its forecast. That is known
from other origins only, so that an error never shrinks its own measure; the fewer origins there
are, the more it is that of the segment.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from infra_spend.forecasting.backtest import Backtest
from infra_spend.forecasting.panel import Floats, Names, Panel
from infra_spend.forecasting.robust import mean

# The last day of each bucket of horizons.
BUCKETS = (7, 14, 30, 60, 90, 180, 365)
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
        usual = usual_cost(backtest.panel)
        level = level_of(backtest.means[method], usual)
        size = mean(np.abs(errors[:, : BUCKETS[2]]), axis=1)
        relative = np.divide(size, level, out=np.full_like(size, np.nan), where=level > 0)
        segments = backtest.panel.segments
        pooled = np.zeros(len(segments))
        for segment in sorted({*segments}, key=str):
            inside = segments == segment
            known = relative[:, inside][np.isfinite(relative[:, inside])]
            pooled[inside] = np.mean(known) if len(known) else 0.0
        counts = np.isfinite(relative)
        total = np.nan_to_num(relative).sum(axis=0) + SEGMENT_ORIGINS * pooled
        number = counts.sum(axis=0) + SEGMENT_ORIGINS
        others = (total - np.nan_to_num(relative)) / (number - counts)
        measure = (others * level)[:, None, :]
        scores = np.divide(errors, measure, out=np.full_like(errors, np.nan), where=measure > 0)
        return cls(scores, total / number, usual)

    def measure(self, means: Floats) -> Floats:
        """Return what forecasts (days, series) are usually off by; shape (series,)."""
        return np.asarray(self.ratio * level_of(means[None], self.usual)[0])


def usual_cost(panel: Panel) -> Floats:
    """Return the mean size of what each series cost in the newest months."""
    return np.nan_to_num(mean(np.abs(panel.values[-USUAL_DAYS:])))


def level_of(means: Floats, usual: Floats) -> Floats:
    """Return how large forecasts (origins, days, series) are: their first month."""
    return np.asarray(
        np.maximum(np.abs(means[:, : BUCKETS[2]]).mean(axis=1), SMALLEST_LEVEL * usual)
    )


def quantiles(
    measures: Measures, segments: Names, horizon_days: int, probabilities: list[float]
) -> Floats:
    """Return by which part of its measure a day is off, at most with each probability.

    Returns:
        Shape (probabilities, days, series); NaN for segments without a past to learn from.
    """
    found = np.full((len(probabilities), horizon_days, len(segments)), np.nan)
    for segment in sorted({*segments}, key=str):
        inside = segments == segment
        scores = measures.scores[:, :, inside]
        first, seen, reached = 0, None, 0
        for end in (*(bucket for bucket in BUCKETS if bucket < horizon_days), horizon_days):
            bucket = scores[:, first:end]
            known = np.isfinite(bucket)
            if known.any(axis=(1, 2)).sum() >= min(FEWEST_ORIGINS, len(scores)) and known.any():
                seen, reached = _conformal(bucket[known], probabilities), end
                growth = np.ones(end - first)
            elif seen is None:
                break
            else:
                growth = np.sqrt(np.arange(first + 1, end + 1) / reached)
            found[:, first:end, inside] = (seen[:, None] * growth)[:, :, None]
            first = end
    return found


def without_past(panel: Panel, horizon_days: int, deviations: Floats) -> Floats:
    """Return how far a day may be off where no past origin could be tried.

    The changes from day to day are all that is known; a level that wanders by them is assumed. A
    single day is assumed to be wrong by half.

    Returns:
        Shape (probabilities, days, series).
    """
    changes = np.diff(panel.values, axis=0)
    step = np.sqrt(mean(changes**2))
    step = np.where(np.isnan(step), 0.5 * usual_cost(panel), step)
    days = np.sqrt(1 + np.arange(1, horizon_days + 1) / 7)
    return np.asarray(deviations[:, None, None] * days[:, None] * step)


def _conformal(scores: Floats, probabilities: list[float]) -> Floats:
    """Return quantiles of errors, outwards by one error because the next one is not among them."""
    ordered = np.sort(scores)
    count = len(ordered)
    places = [
        np.ceil((count + 1) * p) if p >= 0.5 else np.floor((count + 1) * p) for p in probabilities
    ]
    return ordered[np.clip(np.array(places, dtype=np.int64) - 1, 0, count - 1)]
