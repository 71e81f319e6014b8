"""Histories of many series, checked and laid out as one matrix of days and series."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infra_spend.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Names = NDArray[np.object_]

# More than two years of days neither sharpen a level nor show a third of each holiday.
NEWEST_DAYS = 800
# Bills leave a day out of a hundred away when an export fails; charges that come by the month leave
# away most days.
DENSE = 0.9
# No export is silent for a year and then goes on: the date is wrong.
LONGEST_SILENCE_DAYS = 366
ALL = "all"


@dataclass(frozen=True)
class Panel:
    """What is known of some series on consecutive days.

    Attributes:
        series: What the series are called, in order; shape (series,).
        segments: The segment of each; shape (series,).
        dates: The days, without a gap; the last is the last that is known.
        values: One value per day and series; NaN where nothing is known, which is before a series
            begins and on days of which no series has a row; shape (days, series).
    """

    series: Names
    segments: Names
    dates: pd.DatetimeIndex
    values: Floats

    @property
    def days_known(self) -> Integers:
        """Return of how many days each series has a value."""
        return np.asarray(np.isfinite(self.values).sum(axis=0), dtype=np.int64)

    def until(self, days: int) -> "Panel":
        """Return what was known when only the first so many days were."""
        return replace(self, dates=self.dates[:days], values=self.values[:days])

    def of(self, chosen: Flags) -> "Panel":
        """Return some of the series."""
        return replace(
            self,
            series=self.series[chosen],
            segments=self.segments[chosen],
            values=self.values[:, chosen],
        )

    def days_after(self, horizon_days: int) -> pd.DatetimeIndex:
        """Return the days that are to be forecast."""
        return pd.date_range(self.dates[-1] + pd.Timedelta(days=1), periods=horizon_days)


def read_history(
    history: pd.DataFrame,
    as_of: date | None = None,
    newest_days: int = NEWEST_DAYS,
    dense: float = DENSE,
) -> Panel:
    """Check rows of ``series_id, date, value``, and ``segment`` if there is one; lay them out.

    A day without a row, after the first day of its series, is a day without cost where other series
    have rows: a bill lists charges, and what did not run has none. A day of which no series has a
    row is unknown (nothing was delivered), unless fewer than the dense part of the days until the
    newest row have one: then charges are rare, and the days between them cost nothing.

    Args:
        history: The rows, in any order; more columns are ignored.
        as_of: The last day that is known; that of the last row unless given.
        newest_days: How many days count; what is older is left out.
        dense: Part of the days that have a row of some series where charges are not rare.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    for column in ("series_id", "date", "value"):
        if column not in history.columns:
            raise InputError(f"history has no column {column}.")
    refuse(history, "series_id", history["series_id"].isna().to_numpy(), "needs a name")
    days = read_days(history, "history")
    values = read_numbers(history, "value")
    code, series = names_in_order(history["series_id"])
    refuse(
        history,
        "date",
        pd.DataFrame({"code": code, "day": days}).duplicated().to_numpy(),
        "is there twice for this series",
    )
    last = int(days.max(initial=0)) if as_of is None else day_number(as_of)
    refuse(history, "date", days > last, "is after the last day that is known")
    seen = np.unique(days)
    late = np.flatnonzero(np.diff(seen) > LONGEST_SILENCE_DAYS)
    if len(late):
        rule = f"is more than {LONGEST_SILENCE_DAYS} days after the row before it"
        refuse(history, "date", days == seen[late[0] + 1], rule)
    return _laid_out(
        code, series, days, values, _segments(history, code, series), last, newest_days, dense
    )


def read_days(frame: pd.DataFrame, what: str, column: str = "date") -> Integers:
    """Return the days of a column as numbers since 1970-01-01.

    Raises:
        InputError: a ValueError that names the first row that is not a day.
    """
    found = pd.to_datetime(frame[column], errors="coerce", format="mixed", utc=True)
    refuse(frame, column, found.isna().to_numpy(), "is not a date", what)
    is_moment = (found != found.dt.normalize()).to_numpy()
    refuse(frame, column, is_moment, "has a time of day: give days", what)
    days = found.dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    return np.asarray(days.astype(np.int64), dtype=np.int64)


def day_number(day: date) -> int:
    """Return a day as a number since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


def read_numbers(frame: pd.DataFrame, column: str, what: str = "history") -> Floats:
    """Return a column as doubles.

    Raises:
        InputError: a ValueError that names the first row that is not a finite number.
    """
    numbers = pd.to_numeric(frame[column], errors="coerce")
    values = np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan))
    refuse(frame, column, ~np.isfinite(values), "is not a finite number", what)
    return values


def since_silence(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows since no series had one for more than a year, by their column ``date``.

    Raises:
        InputError: a ValueError that names the first row that is not a day.
    """
    days = read_days(rows, "history")
    seen = np.unique(days)
    begins = seen[1:][np.diff(seen) > LONGEST_SILENCE_DAYS]
    return rows[days >= begins[-1]] if len(begins) else rows


def names_in_order(names: "pd.Series[Any]") -> tuple[Integers, Names]:
    """Return the place of each name among all of them, and these in order of their text."""
    codes, found = pd.factorize(names.to_numpy(dtype=object))
    order = sorted(range(len(found)), key=lambda at: (str(found[at]), str(type(found[at]))))
    place = np.empty(len(found), dtype=np.int64)
    place[order] = np.arange(len(found))
    return place[codes], np.asarray(found[order], dtype=object)


def refuse(frame: pd.DataFrame, column: str, bad: Flags, rule: str, what: str = "history") -> None:
    """Raise an InputError about the first bad row, if there is one."""
    if bad.any():
        at = int(bad.argmax())
        series: Hashable = frame["series_id"].iloc[at] if "series_id" in frame.columns else None
        whose = "" if series is None else f" of series {series!r}"
        shown = frame[column].iloc[at]
        raise InputError(f"{what}.{column}: row {frame.index[at]}{whose} is {shown} and {rule}.")


def _laid_out(
    code: Integers,
    series: Names,
    days: Integers,
    values: Floats,
    segments: Names,
    last: int,
    newest_days: int,
    dense: float,
) -> Panel:
    first = max(int(days.min(initial=last)), last - newest_days + 1)
    began = np.full(len(series), last + 1, dtype=np.int64)
    np.minimum.at(began, code, days)
    kept = days >= first
    matrix = np.full((last - first + 1, len(series)), np.nan)
    matrix[days[kept] - first, code[kept]] = values[kept]
    has_row = np.isfinite(matrix).any(axis=1)
    newest = max(int(days.max(initial=first)) - first + 1, 1)
    has_row |= has_row[:newest].mean() < dense
    is_free = has_row[:, None] & (np.arange(first, last + 1)[:, None] >= began)
    matrix[is_free & np.isnan(matrix)] = 0.0
    return Panel(
        series=series,
        segments=segments,
        dates=pd.date_range(np.datetime64(first, "D"), periods=len(matrix)),
        values=matrix,
    )


def _segments(history: pd.DataFrame, code: Integers, series: Names) -> Names:
    """Return the segment of each series: ALL, if there is no such column."""
    segments = np.full(len(series), ALL, dtype=object)
    if "segment" in history.columns:
        refuse(history, "segment", history["segment"].isna().to_numpy(), "needs a name")
        given = history["segment"].to_numpy(dtype=object)
        segments[code] = given
        refuse(history, "segment", segments[code] != given, "is not that of every row")
    return segments
