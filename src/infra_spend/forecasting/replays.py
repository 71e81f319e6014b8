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
from infra_spend.forecasting.vintages import known_on, read_vintages


def replay(
    history: pd.DataFrame,
    as_of_dates: Sequence[date],
    horizon_days: int,
    levels: Sequence[float] = (80, 95),
    calendar: pd.DataFrame | None = None,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> pd.DataFrame:
    """Return what ``forecast`` would have said on each of some days.

    Args:
        history: As for ``forecast``; optionally ``known_at``, the day on which a row was
            delivered. Of the rows of a series and date the newest counts that was there on the
            day after ``as_of_date``.
        as_of_dates: The last known days, each with some history.
        horizon_days: How many days ahead.
        levels: As for ``forecast``.
        calendar: As for ``forecast``: known ahead.
        progress: Is told how many of the days are done.

    Returns:
        The rows of ``forecast`` with ``as_of_date`` in front, ``segment`` if the history has one,
        and what they are compared with: ``seasonal_naive``, the newest week again, and ``scale``,
        the mean change from week to week before.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    found = []
    for at, as_of in enumerate(as_of_dates):
        known = known_on(history, as_of)
        if known.empty:
            raise InputError(f"history has no row that was known on {as_of}.")
        rows = forecast(known, horizon_days, levels, calendar, as_of=as_of)
        panel, _ = read_vintages(known, horizon_days, as_of)
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
