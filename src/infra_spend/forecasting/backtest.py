"""Rolling origins: what each method would have said on days of the past, and what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from infra_spend.forecasting.events import Events
from infra_spend.forecasting.methods import CANDIDATES, FEWEST_DAYS, predict
from infra_spend.forecasting.panel import Flags, Floats, Integers, Panel

ORIGINS = 8
# Origins are spread over seven months, or more for longer horizons: far enough to see different
# things happen, and not so far that errors there are no longer those of today.
WIDEST_STEP_DAYS = 28
STEPS_IN_HORIZON = 4
# Days behind the newest origin, so that it has something to be compared with.
NEWEST_ORIGIN_DAYS = 7
WEEK = 7
# A series that changes by less than this part of its cost from week to week is flat: a smaller
# scale would let it outweigh all others.
SMALLEST_SCALE = 0.001


@dataclass(frozen=True)
class Backtest:
    """Forecasts of past days beside what they cost; NaN where that is not known.

    Attributes:
        panel: What is known today.
        origins: Number of days that were known at each origin, ascending; shape (origins,).
        actual: What came; shape (origins, days, series).
        means: What each method would have said; shapes as ``actual``.
        scale: How far a day is from the same day a week before, in the eight weeks before an
            origin; shape (origins, series).
        is_comparable: Whether a series had enough history at an origin; shape (origins, series).
    """

    panel: Panel
    origins: Integers
    actual: Floats
    means: dict[str, Floats]
    scale: Floats
    is_comparable: Flags

    @classmethod
    def of(
        cls,
        panel: Panel,
        horizon_days: int,
        events: Events,
        candidates: Sequence[str] = CANDIDATES,
        *,
        vintages: Mapping[int, Panel] | None = None,
    ) -> Self:
        """Run every candidate at every origin with what was known then, and nothing else.

        Args:
            panel: What is known today.
            horizon_days: How many days ahead; fewer are compared near the end.
            events: Named days. A calendar is known ahead.
            candidates: Methods and ensembles by name.
            vintages: What was known at an origin, by its number of days, if that differs from
                the beginning of ``panel``: the same series, and the same first day.
        """
        places = origin_days(len(panel.dates), horizon_days)
        shape = (len(places), horizon_days, len(panel.series))
        actual = np.full(shape, np.nan)
        means = {name: np.full(shape, np.nan) for name in candidates}
        scale = np.zeros((shape[0], shape[2]))
        is_comparable = np.zeros((shape[0], shape[2]), dtype=np.bool_)
        for at, days in enumerate(places.tolist()):
            came = panel.values[days : days + horizon_days]
            actual[at, : len(came)] = came
            known = (vintages or {}).get(days, panel.until(days))
            is_comparable[at] = known.days_known >= FEWEST_DAYS
            scale[at] = weekly_change(known)
            for name, said in predict(known, candidates, horizon_days, events).items():
                means[name][at] = said
        return cls(panel, places, actual, means, scale, is_comparable)

    def errors(self, method: str) -> Floats:
        """Return what came less what was said; shape (origins, days, series)."""
        comparable = self.is_comparable[:, None, :]
        return np.where(comparable, self.actual - self.means[method], np.nan)


def origin_days(days: int, horizon_days: int) -> Integers:
    """Return of how many days each origin knows, ascending: the newest leaves a week to compare."""
    newest = days - NEWEST_ORIGIN_DAYS
    widest = max(WIDEST_STEP_DAYS, horizon_days // STEPS_IN_HORIZON)
    step = min(widest, max((newest - FEWEST_DAYS) // (ORIGINS - 1), 1))
    places = newest - step * np.arange(ORIGINS, dtype=np.int64)[::-1]
    return np.asarray(places[places >= FEWEST_DAYS])


def weekly_change(panel: Panel) -> Floats:
    """Return the mean distance of a day from the same weekday before, in the newest eight weeks."""
    values = panel.values[-9 * WEEK :]
    change = np.abs(values[WEEK:] - values[:-WEEK])
    count = np.maximum(np.isfinite(change).sum(axis=0), 1)
    usual = np.nan_to_num(np.abs(values[-WEEK:])).mean(axis=0)
    mean = np.nan_to_num(change).sum(axis=0) / count
    return np.asarray(np.maximum(mean, SMALLEST_SCALE * usual))
