"""Ways to forecast all series of a panel at once, and what is done where none of them can."""

from collections.abc import Callable, Sequence

import numpy as np

from infra_spend.forecasting.calendar_cost import calendar_cost
from infra_spend.forecasting.events import Events
from infra_spend.forecasting.panel import Flags, Floats, Names, Panel
from infra_spend.forecasting.robust import mean, median

Method = Callable[[Panel, int, Events], Floats]

WEEK = 7
WEEKS = 4
# Two weeks show a weekday twice: below that a weekday is noise.
FEWEST_DAYS = 14
# A series is intermittent if in both halves of eight weeks this part of its days cost nothing, on
# weekdays that sometimes do.
INTERMITTENT_DAYS = 56
INTERMITTENT = (0.1, 0.9)
SOMETIMES = (0.25, 0.75)
RECENT_MEAN, INTERMITTENT_MEAN = "recent_mean", "intermittent_mean"
FALLBACK_DAYS = {RECENT_MEAN: WEEK, INTERMITTENT_MEAN: INTERMITTENT_DAYS}


def seasonal_naive(panel: Panel, horizon_days: int, events: Events) -> Floats:
    """Return the newest week again and again; shape (days, series)."""
    return _repeated(_newest_weeks(panel, 1)[0], horizon_days)


def same_weekday_mean(panel: Panel, horizon_days: int, events: Events) -> Floats:
    """Return the mean of the last four same weekdays; shape (days, series)."""
    return _repeated(mean(_newest_weeks(panel, WEEKS)), horizon_days)


def same_weekday_median(panel: Panel, horizon_days: int, events: Events) -> Floats:
    """Return the median of the last four same weekdays; shape (days, series)."""
    return _repeated(median(_newest_weeks(panel, WEEKS)), horizon_days)


# The first is the champion until another has earned it.
METHODS: dict[str, Method] = {
    method.__name__: method
    for method in (calendar_cost, same_weekday_mean, same_weekday_median, seasonal_naive)
}
DEFAULT = next(iter(METHODS))
# Means of methods. A level that jumps comes back as often as not: half of the jump is the safer
# answer where that is so.
ENSEMBLES = {"steady_cost": ("calendar_cost", "same_weekday_mean")}
CANDIDATES = (*METHODS, *ENSEMBLES)


def predict(
    panel: Panel, candidates: Sequence[str], horizon_days: int, events: Events
) -> dict[str, Floats]:
    """Return what each candidate says, and where no method can say anything, the fallback.

    Costs that were never below zero stay so, and credits that were never above.

    Args:
        panel: At least one day.
        candidates: Methods and ensembles by name.
        horizon_days: How many days.
        events: Named days.

    Returns:
        By candidate; shapes (days, series).
    """
    fallbacks = fallback_of(panel)
    usual = fallbacks == ""
    means = np.zeros((horizon_days, len(panel.series)))
    for name, days in FALLBACK_DAYS.items():
        chosen = fallbacks == name
        means[:, chosen] = np.nan_to_num(mean(panel.values[-days:, chosen]))
    part = panel.of(usual)
    members = sorted({m for name in candidates for m in ENSEMBLES.get(name, (name,))})
    said = {name: METHODS[name](part, horizon_days, events) for name in members}
    found = {}
    for name in candidates:
        parts = [said[member] for member in ENSEMBLES.get(name, (name,))]
        means[:, usual] = np.nan_to_num(sum(parts) / len(parts))
        found[name] = within_sign(panel, means)
    return found


def within_sign(panel: Panel, forecasts: Floats) -> Floats:
    """Return forecasts (days, series) that have no sign which their series never had."""
    known = np.nan_to_num(panel.values)
    floor = np.where((known >= 0).all(axis=0), 0.0, -np.inf)
    ceiling = np.where((known <= 0).all(axis=0), 0.0, np.inf)
    return np.asarray(np.clip(forecasts, floor, ceiling))


def fallback_of(panel: Panel) -> Names:
    """Return for each series why no method applies: RECENT_MEAN, INTERMITTENT_MEAN, or nothing."""
    names = np.full(len(panel.series), "", dtype=object)
    names[_is_intermittent(panel)] = INTERMITTENT_MEAN
    names[panel.days_known < FEWEST_DAYS] = RECENT_MEAN
    return names


def _is_intermittent(panel: Panel) -> Flags:
    values = panel.values[-INTERMITTENT_DAYS:]
    empty = np.where(np.isfinite(values), values == 0, np.nan)
    # Costs that began or ended are mixed with empty days in one half only.
    halves = [mean(half) for half in np.array_split(empty, 2)]
    is_mixed = [(ratio > INTERMITTENT[0]) & (ratio < INTERMITTENT[1]) for ratio in halves]
    weekday = panel.dates[-INTERMITTENT_DAYS:].dayofweek.to_numpy()
    by_weekday = np.array([mean(empty[weekday == day]) for day in range(WEEK)])
    sometimes = (by_weekday > SOMETIMES[0]) & (by_weekday < SOMETIMES[1])
    return np.asarray(is_mixed[0] & is_mixed[1] & sometimes.any(axis=0))


def _newest_weeks(panel: Panel, weeks: int) -> Floats:
    """Return the newest days as (weeks, 7, series); NaN where there are fewer."""
    days = weeks * WEEK
    newest = panel.values[-days:]
    missing = np.full((days - len(newest), newest.shape[1]), np.nan)
    return np.concatenate([missing, newest]).reshape(weeks, WEEK, -1)


def _repeated(week: Floats, horizon_days: int) -> Floats:
    """Return a week again and again; an unknown day is the mean of the others."""
    week = np.where(np.isnan(week), mean(week), week)
    return np.asarray(np.tile(week, (-(-horizon_days // WEEK), 1))[:horizon_days])
