"""Days that are unlike others: holidays and known events of a calendar, and the edges of months."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.panel import Flags, Integers, read_days, refuse

MONTH_START, MONTH_END = "first day of a month", "last day of a month"


@dataclass(frozen=True)
class Events:
    """Named days: what has the same name is expected to have the same effect each time.

    Attributes:
        names: One name per named day; shape (named days,).
        days: The day of each as a number since 1970-01-01, in the same order.
    """

    names: tuple[str, ...]
    days: Integers

    @classmethod
    def none(cls) -> Self:
        """Return no named days but the edges of months."""
        return cls((), np.zeros(0, dtype=np.int64))

    def named_days(self, dates: pd.DatetimeIndex) -> dict[str, Flags]:
        """Return for every name, in order, which of these days have it; edges of months last."""
        numbers = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
        names = np.array(self.names, dtype=object)
        named = {name: np.isin(numbers, self.days[names == name]) for name in sorted({*self.names})}
        return named | {
            MONTH_START: np.asarray(dates.is_month_start),
            MONTH_END: np.asarray(dates.is_month_end),
        }


def read_calendar(calendar: pd.DataFrame | None) -> Events:
    """Check rows of ``date, name``; no calendar has no named days but the edges of months.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    if calendar is None:
        return Events.none()
    for column in ("date", "name"):
        if column not in calendar.columns:
            raise InputError(f"calendar has no column {column}.")
    refuse(calendar, "name", calendar["name"].isna().to_numpy(), "needs a name", "calendar")
    days = read_days(calendar, "calendar")
    return Events(tuple(calendar["name"].astype(str)), days)
