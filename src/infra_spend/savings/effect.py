"""The effect of a change on a series, with an interval from placebos, and whether there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.panel import Flags, Floats, Panel, day_number, read_days, read_history
from infra_spend.savings.counterfactual import LEAST_RATIO, WEEK, Fitted, fit

METHOD = "ridge_synthetic_control"
LEVEL = 0.9
DAYS_BEFORE, FEWEST_DAYS_BEFORE = 52 * WEEK, 8 * WEEK
FEWEST_DONORS = 2
# So many starts before the true one, so far apart, and so many days after each.
PLACEBO_STARTS, PLACEBO_STEP_DAYS, PLACEBO_DAYS = 8, 3 * WEEK, 4 * WEEK
# How strongly the unrest of one series is drawn to that of all, in placebos.
PRIOR_PLACEBOS = 4
# Fewer placebos than this do not tell what nine in ten stay within.
FEWEST_PLACEBOS = 9
LEAST_SCALE = 1e-6
MOST_DAYS = 4000
MONTHS = {
    **dict.fromkeys(("month", "first_date", "last_date"), "datetime64[ns]"),
    **dict.fromkeys(("actual", "expected", "estimate", "lower", "upper"), "float64"),
}


@dataclass(frozen=True)
class Effect:
    """What a change did to a series from its start to the end of the history.

    Attributes:
        estimate: Actual over expected values, less one: -0.2 is a fifth less than without the
            change. NaN if it cannot be told.
        interval: Where the estimate lies with 90 %, by placebos; NaN like the estimate.
        method: How the expected values were made.
        distinguishable: Whether the interval leaves out 0.
        reason: One sentence: what was found, or why nothing can be told.
        per_day: The mean of actual less expected values, in the unit of the series.
        per_day_interval: Its interval.
        cross_check: The estimate by difference-in-differences with the median donor.
        by_month: How it went on: one row per calendar month since the start with ``month`` (its
            first day), ``first_date``, ``last_date`` (days that count), ``actual``, ``expected``
            (sums), ``estimate``, ``lower`` and ``upper``.
        kept_ratio: The estimate of the last whole month, as a share of the first whole month's;
            None with fewer than two, or without a distinguishable effect.
        donor_count: How many series tell what would have been.
    """

    estimate: float
    interval: tuple[float, float]
    method: str
    distinguishable: bool
    reason: str
    per_day: float
    per_day_interval: tuple[float, float]
    cross_check: float
    by_month: pd.DataFrame
    kept_ratio: float | None
    donor_count: int


def estimate_effect(
    history: pd.DataFrame,
    treated: object,
    start_date: date | str,
    donors: Sequence[object] | None = None,
) -> Effect:
    """Return what a change that began on a day did to one of some series.

    What would have been without it is told by the other series (``counterfactual``). The interval
    comes from placebos: how far off the same method is for donors, to whom nothing happened, over
    the same days, in units of how far off it is for each series after starts before the true one.

    Args:
        history: Rows of ``series_id, date, value``, one per series and day; more columns are
            ignored. A day without a row is a day of value 0 if other series have rows. Give usage,
            or usage at constant price: a price that falls would pass as an effect.
        treated: The series that was changed.
        start_date: The first day of the change.
        donors: Series that were not changed and could not be by it; all others unless given. Those
            are left out that are not there in all weeks from a year before the start to the end.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    return effect_in(read_history(history, newest_days=MOST_DAYS), treated, start_date, donors)


def effect_in(
    panel: Panel,
    treated: object,
    start_date: date | str,
    donors: Sequence[object] | None = None,
) -> Effect:
    """Return the same as ``estimate_effect`` about a history that has been read."""
    start = _start(panel, start_date)
    values, dates, start = _chosen(panel, treated, start, donors)
    problem = _problem(values, start)
    if problem:
        return _unknown(problem, values.shape[1] - 1)
    starts = range(start - PLACEBO_DAYS, FEWEST_DAYS_BEFORE - 1, -PLACEBO_STEP_DAYS)
    placebos = Placebos.of(
        [
            fit(values[: at + PLACEBO_DAYS], at).log_ratios(0, PLACEBO_DAYS)
            for at in starts[:PLACEBO_STARTS]
        ],
        values.shape[1],
    )
    fitted = fit(values, start)
    if placebos.count < FEWEST_PLACEBOS:
        return _unknown("placebos would be too few", values.shape[1] - 1)
    return _effect(fitted, placebos, dates[start:])


@dataclass(frozen=True)
class Placebos:
    """How far off the method is where nothing happened.

    Attributes:
        errors: Logarithms of actual over expected sums of four weeks, after starts before the true
            one; shape (starts, series), the treated first.
        scales: How large they are for each series; shape (series,).
    """

    errors: Floats
    scales: Floats

    @classmethod
    def of(cls, errors: list[Floats], series_count: int) -> "Placebos":
        """Measure each series by its own errors, drawn to the median of all."""
        found = np.array(errors).reshape(-1, series_count)
        if not len(found):
            return cls(found, np.ones(series_count))
        own = np.mean(found**2, axis=0)
        weight = len(found) / (len(found) + PRIOR_PLACEBOS)
        drawn = np.sqrt(weight * own + (1 - weight) * np.median(own))
        return cls(found, np.maximum(drawn, LEAST_SCALE))

    @property
    def count(self) -> int:
        """How many errors there are to compare with, donors after the true start included."""
        return len(self.scales) - 1 + self.errors.size

    def width(self, donors: Floats, day_count: int) -> float:
        """Return what the treated series stays within, with a chance of LEVEL, if nothing happened.

        Args:
            donors: The errors of the donors over the days that are judged; shape (series - 1,).
            day_count: The number of these days.
        """
        scores = np.abs(donors) / self.scales[1:]
        if len(scores) < FEWEST_PLACEBOS:
            # Errors of levels that drift grow with the root of time.
            growth = max(day_count / PLACEBO_DAYS, 1.0) ** 0.5
            scores = np.append(scores, growth * np.abs(self.errors) / self.scales)
        # Conformal: the next of n + 1 scores is among the smallest of them (Vovk et al., 2005).
        place = int(np.ceil(LEVEL * (len(scores) + 1))) - 1
        width = np.sort(scores)[min(place, len(scores) - 1)] * self.scales[0]
        return float(min(width, -np.log(LEAST_RATIO)))


def _start(panel: Panel, start_date: date | str) -> int:
    """Return the place of the first day of a change among the days of a panel."""
    days = read_days(pd.DataFrame({"start_date": [start_date]}), "effect", "start_date")
    place = int(days[0]) - day_number(panel.dates[0]) if len(panel.dates) else 0
    if not 0 <= place < len(panel.dates):
        raise InputError(f"start_date is {start_date}, outside of the days of history.date.")
    return place


def _chosen(
    panel: Panel, treated: object, start: int, donors: Sequence[object] | None
) -> tuple[Floats, pd.DatetimeIndex, int]:
    """Return values with the treated first, their days, and the place of the start among them."""
    place = {name: at for at, name in enumerate(panel.series)}
    others = [name for name in place if name != treated] if donors is None else [*donors]
    for name in (treated, *others):
        if name not in place:
            raise InputError(f"history.series_id has no row of series {name!r}.")
    if treated in others:
        raise InputError(f"donors: {treated!r} is the treated series.")
    values = panel.values[:, [place[name] for name in dict.fromkeys([treated, *others])]]
    is_recent = np.arange(len(values)) >= start - DAYS_BEFORE
    is_known: Flags = np.isfinite(values)[:, 0] & is_recent
    values, dates = values[is_known], panel.dates[is_known]
    start = int(is_known[:start].sum())
    weeks = np.concatenate([_weeks(values[start % WEEK : start]), _weeks(values[start:])])
    # Days before a series begins are not known; no sum with them is above zero.
    is_there = np.logical_and((weeks > 0).all(axis=0), np.isfinite(values).all(axis=0))
    return values[:, [0, *(1 + np.flatnonzero(is_there[1:]))]], dates, start


def _weeks(values: Floats) -> Floats:
    """Return the sums of whole weeks from the first day on; shape (weeks, series)."""
    weeks = len(values) // WEEK
    return np.asarray(values[: weeks * WEEK].reshape(weeks, WEEK, values.shape[1]).sum(axis=1))


def _problem(values: Floats, start: int) -> str:
    """Return why nothing can be told, or nothing."""
    if start < FEWEST_DAYS_BEFORE:
        return f"only {start} of {FEWEST_DAYS_BEFORE} days before the start are known"
    if start == len(values):
        return "no day since the start is known"
    if (_weeks(values[start % WEEK : start, :1]) <= 0).any():
        return "nothing was used in some week before the start"
    if values.shape[1] - 1 < FEWEST_DONORS:
        return f"fewer than {FEWEST_DONORS} donors are there all the time"
    return ""


def _effect(fitted: Fitted, placebos: Placebos, dates: pd.DatetimeIndex) -> Effect:
    """Judge all days since the start together, and month by month."""

    def judged(first: int, last: int) -> tuple[float, float, float]:
        found = fitted.log_ratios(first, last)
        width = placebos.width(found[1:], last - first)
        estimate, lower, upper = np.expm1(found[0] + np.array([0.0, -width, width])).tolist()
        return estimate, lower, upper

    level = fitted.levels[0]
    months = []
    for month in dates.to_period("M").unique():
        days = np.flatnonzero(dates.to_period("M") == month)
        first, last = days[0], days[-1] + 1
        sums = [level * part[first:last, 0].sum() for part in (fitted.actual, fitted.expected)]
        ends = (dates[first], dates[last - 1])
        months.append((month.start_time, *ends, *sums, *judged(first, last)))
    by_month = pd.DataFrame(months, columns=[*MONTHS])
    estimate, lower, upper = judged(0, len(dates))
    is_found = lower > 0 or upper < 0
    per_day = level * fitted.expected[:, 0].mean()
    change = fitted.actual.mean(axis=0)
    cross_check = float(change[0] / np.median(change[1:]) - 1)
    said = "an effect" if is_found else "not distinguishable from no effect"
    agreed = "agrees" if lower <= cross_check <= upper else "does not agree"
    return Effect(
        estimate=estimate,
        interval=(lower, upper),
        method=METHOD,
        distinguishable=is_found,
        reason=(
            f"{said}: {estimate:+.1%} ({lower:+.1%} to {upper:+.1%});"
            f" difference-in-differences {agreed}: {cross_check:+.1%}"
        ),
        per_day=float(estimate * per_day),
        per_day_interval=(float(lower * per_day), float(upper * per_day)),
        cross_check=cross_check,
        by_month=by_month,
        kept_ratio=_kept(by_month) if is_found else None,
        donor_count=len(fitted.levels) - 1,
    )


def _kept(by_month: pd.DataFrame) -> float | None:
    """Return the estimate of the last whole month as a share of that of the first."""
    last_days = by_month["month"] + pd.offsets.MonthEnd(1)
    whole = by_month[
        (by_month["first_date"] == by_month["month"]) & (by_month["last_date"] == last_days)
    ]
    if len(whole) < 2 or whole["estimate"].iloc[0] == 0:
        return None
    return float(whole["estimate"].iloc[-1] / whole["estimate"].iloc[0])


def _unknown(problem: str, donor_count: int) -> Effect:
    """Say that nothing can be told, and why."""
    return Effect(
        estimate=np.nan,
        interval=(np.nan, np.nan),
        method=METHOD,
        distinguishable=False,
        reason=f"not distinguishable: {problem}",
        per_day=np.nan,
        per_day_interval=(np.nan, np.nan),
        cross_check=np.nan,
        by_month=pd.DataFrame(columns=[*MONTHS]).astype(MONTHS),
        kept_ratio=None,
        donor_count=donor_count,
    )
