"""The calendar-robust cost model: what a day costs by level, trend, weekday and named days.

On a scale that is logarithmic for what a series usually costs and linear around zero, so that a
weekend is a ratio, and zeros and credits are numbers like any other, a value is

    level + damped trend + steps of its months + effect of its weekday + effects of its named days
    + noise.

Every part is a median or is estimated with bounded weights, so that a spike moves nothing, and
effects are shrunk towards those of the other series, as far as noise explains what they differ by.
"""

import numpy as np
import pandas as pd

from infra_spend.forecasting.events import Events
from infra_spend.forecasting.level import level_of
from infra_spend.forecasting.panel import Floats, Integers, Panel
from infra_spend.forecasting.robust import MEDIAN_VARIANCE, deviation, median, shrunk
from infra_spend.forecasting.yearly_steps import yearly_steps

WEEK = 7
# What a series usually costs is this many units of the scale: log-like from a hundredth of it on.
UNITS = 100.0
USUAL_DAYS = 90
WEEKDAY_DAYS = 91
# What is left of a trend after a day; half of it is left after ten weeks.
DAMPING = 0.99


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
    weekdays, weekdays_ahead = _weekday_effects(scaled, panel.dates, ahead)
    named, named_ahead = _event_effects(scaled - weekdays, panel.dates, ahead, events)
    plain = scaled - weekdays - named
    steps, steps_ahead = yearly_steps(plain, panel.dates, ahead)
    found = level_of(plain - steps)
    days = np.arange(1, horizon_days + 1)[:, None]
    damped = DAMPING * (1 - DAMPING**days) / (1 - DAMPING)
    known_ahead = steps_ahead + weekdays_ahead + named_ahead
    return unit * np.sinh(found.level + found.slope * damped + known_ahead)


def _unit(values: Floats) -> Floats:
    """Return a hundredth of what a series usually costs, of the newest days that cost anything."""
    sizes = np.where(np.abs(values) > 0, np.abs(values), np.nan)
    recent = median(sizes[-USUAL_DAYS:])
    usual = np.where(np.isnan(recent), median(sizes), recent)
    return np.where(usual > 0, usual, 1.0) / UNITS


def _weekday_effects(
    scaled: Floats, dates: pd.DatetimeIndex, ahead: pd.DatetimeIndex
) -> tuple[Floats, Floats]:
    """Return the effects of weekdays on the known days and on those ahead."""
    recent = np.arange(len(scaled))[-WEEKDAY_DAYS:]
    residual = _residual(scaled, recent)
    weekday = dates.dayofweek.to_numpy()
    by_weekday = [residual[weekday[recent] == day] for day in range(WEEK)]
    usual = np.nan_to_num([median(values) for values in by_weekday])
    noise = deviation(residual - usual[weekday[recent]])
    variance = _variance_of_median(noise, np.isfinite(residual).sum(axis=0) / WEEK)
    effect = shrunk(usual - usual.mean(axis=0), variance)
    return effect[weekday], effect[ahead.dayofweek.to_numpy()]


def _event_effects(
    scaled: Floats, dates: pd.DatetimeIndex, ahead: pd.DatetimeIndex, events: Events
) -> tuple[Floats, Floats]:
    """Return the effects of named days on the known days and on those ahead."""
    noise = deviation(_residual(scaled, np.arange(len(scaled))[-WEEKDAY_DAYS:]))
    past, future = np.zeros_like(scaled), np.zeros((len(ahead), scaled.shape[1]))
    named_ahead = events.named_days(ahead)
    for name, days in events.named_days(dates).items():
        residual = _residual(scaled, np.flatnonzero(days))
        own = np.nan_to_num(median(residual))[None, :]
        variance = _variance_of_median(noise, np.isfinite(residual).sum(axis=0))
        effect = shrunk(own, variance)[0]
        past[days] += effect
        future[named_ahead[name]] += effect
    return past, future


def _residual(scaled: Floats, days: Integers) -> Floats:
    """Return what is left of some days without the median of their week, which no weekday moves."""
    half = WEEK // 2
    inside = (days >= half) & (days < len(scaled) - half)
    weeks = np.minimum(days[:, None] + np.arange(-half, half + 1), len(scaled) - 1)
    middle = median(scaled[weeks].transpose(1, 0, 2))
    return np.where(inside[:, None], scaled[days] - middle, np.nan)


def _variance_of_median(noise: Floats, count: Floats | Integers) -> Floats:
    """Return how inexact a median of so many values is; of none, more than any effect."""
    return np.where(count > 0, MEDIAN_VARIANCE * noise**2 / np.maximum(count, 1), 1e12)
