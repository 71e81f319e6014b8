"""Forecasts as they would have been made on days of the past, with what was known then."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.backtest import weekly_change
from infra_spend.forecasting.events import Events
from infra_spend.forecasting.forecasts import forecast
from infra_spend.forecasting.methods import seasonal_naive
from infra_spend.forecasting.panel import day_number, read_days, read_history

# A day of a bill is whole on the next one.
KNOWN_AFTER_DAYS = 1


def replay(
    history: pd.DataFrame,
    as_of_dates: Sequence[date],
    horizon_days: int,
    levels: Sequence[float] = (80, 95),
    calendar: pd.DataFrame | None = None,
    *,
    known_after_days: int = KNOWN_AFTER_DAYS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> pd.DataFrame:
    """Return what ``forecast`` would have said on each of some days.

    Args:
        history: As for ``forecast``; optionally ``known_at``, the day on which a row was
            delivered. Of the rows of a series and date the newest then known counts.
        as_of_dates: The last known days, each with some history.
        horizon_days: How many days ahead.
        levels: As for ``forecast``.
        calendar: As for ``forecast``: known ahead.
        known_after_days: How many days after ``as_of_date`` its bill is whole; rows that were
            delivered until then were known.
        progress: Is told how many of the days are done.

    Returns:
        The rows of ``forecast`` with ``as_of_date`` in front, ``segment`` if the history has one,
        and what they are compared with: ``seasonal_naive``, the newest week again, and ``scale``,
        the mean change from week to week before.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    days = read_days(history, "history")
    found = []
    for at, as_of in enumerate(as_of_dates):
        known = known_on(history[days <= day_number(as_of)], as_of, known_after_days)
        if known.empty:
            raise InputError(f"history has no row that was known on {as_of}.")
        rows = forecast(known, horizon_days, levels, calendar, as_of=as_of)
        panel = read_history(known, as_of)
        naive = seasonal_naive(panel, horizon_days, Events.none())
        rows.insert(0, "as_of_date", pd.Timestamp(as_of))
        rows["segment"] = np.repeat(panel.segments, horizon_days)
        rows["seasonal_naive"] = np.nan_to_num(naive).T.ravel()
        rows["scale"] = np.repeat(weekly_change(panel), horizon_days)
        found.append(rows)
        progress(at + 1, len(as_of_dates))
    if not found:
        raise InputError("as_of_dates is empty.")
    return pd.concat(found, ignore_index=True)


def known_on(history: pd.DataFrame, as_of: date, known_after_days: int) -> pd.DataFrame:
    """Return the rows that were known some days after ``as_of``, the newest of each series and day.

    Rows of one series and day that were known on the same day both stay, and are refused later.
    """
    if "known_at" not in history.columns:
        return history
    end = pd.Timestamp(as_of) + pd.Timedelta(days=known_after_days + 1)
    known_at = pd.to_datetime(history["known_at"])
    known = history[(known_at < end).to_numpy()]
    newest = known.groupby(["series_id", "date"], sort=False)["known_at"].transform("max")
    return known[(known["known_at"] == newest).to_numpy()]
