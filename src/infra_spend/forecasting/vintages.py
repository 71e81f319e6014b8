"""Vintages: what was known of a history on days of the past, when bills were delivered again."""

from datetime import date

import numpy as np
import pandas as pd

from infra_spend.forecasting.backtest import origin_days
from infra_spend.forecasting.panel import Panel, day_number, read_days, read_history

KNOWN_AT = "known_at"
# A day of a bill is whole on the next one.
KNOWN_AFTER_DAYS = 1


def read_vintages(
    history: pd.DataFrame, horizon_days: int, as_of: date | None = None
) -> tuple[Panel, dict[int, Panel]]:
    """Return what is known today, and what was at each origin of a backtest.

    Args:
        history: Rows as for ``read_history``; optionally ``known_at``, the day of delivery. Of the
            rows of a series and day the newest counts. Without it nothing is ever delivered again.
        horizon_days: Of the backtest.
        as_of: The last known day; that of the newest row unless given.

    Returns:
        The panel of today, and by number of days those of the origins that differ: the same series
        and the same first day.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    if KNOWN_AT not in history.columns:
        return read_history(history, as_of), {}
    panel = read_history(_newest(history), as_of)
    found = {}
    for days in origin_days(len(panel.dates), horizon_days).tolist():
        origin = panel.dates[days - 1].date()
        known = read_history(_newest(known_on(history, origin)), origin)
        values = np.full((days, len(panel.series)), np.nan)
        columns = pd.Index(panel.series).get_indexer(pd.Index(known.series))
        count = min(days, len(known.dates))
        values[days - count :, columns] = known.values[len(known.dates) - count :]
        found[days] = Panel(panel.series, panel.segments, panel.dates[:days], values)
    return panel, found


def known_on(history: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the rows of days until ``as_of`` that were delivered by the next day."""
    known = read_days(history, "history") <= day_number(as_of)
    if KNOWN_AT in history.columns:
        delivered = read_days(history, "history", KNOWN_AT)
        known &= delivered <= day_number(as_of) + KNOWN_AFTER_DAYS
    return history[known]


def _newest(history: pd.DataFrame) -> pd.DataFrame:
    """Return the newest rows of each series and day; two of one delivery both stay."""
    delivered = pd.Series(read_days(history, "history", KNOWN_AT), index=history.index)
    keys = [history["series_id"], read_days(history, "history")]
    return history[(delivered == delivered.groupby(keys).transform("max")).to_numpy()]
