"""Steps of a level at the edges of months that return each year: prices and terms of contracts.

A step is what the first week of a month is above the last one before it. That of a year ago is
expected again as far as steps so far were those of the year before them.
"""

import numpy as np
import pandas as pd

from infra_spend.forecasting.panel import Floats
from infra_spend.forecasting.robust import SMALLEST, median

WEEK = 7
MONTHS = 12
# Days of a month that show its level, steps that are large enough to be told from noise (a
# thirtieth of the cost), and how many pairs of such say whether they return.
FEWEST_DAYS = 3
LEAST_STEP = 0.03
FEWEST_PAIRS = 3


def yearly_steps(
    plain: Floats, dates: pd.DatetimeIndex, ahead: pd.DatetimeIndex
) -> tuple[Floats, Floats]:
    """Return the sum of the steps that return, on the known days and on those ahead.

    Args:
        plain: Values on a logarithmic scale without weekdays and named days, NaN where unknown;
            shape (days, series).
        dates: The known days.
        ahead: The days after them.

    Returns:
        Shapes (known days, series) and (days ahead, series), on the scale; 0 on the last known day.
    """
    known, whole = len(plain), dates.append(ahead)
    edges = np.flatnonzero(pd.DatetimeIndex(whole).is_month_start)
    steps = np.full((len(edges), plain.shape[1]), np.nan)
    for at, edge in enumerate(edges):
        if WEEK <= edge <= known - FEWEST_DAYS:
            steps[at] = median(plain[edge : edge + WEEK]) - median(plain[edge - WEEK : edge])
    before = np.full_like(steps, np.nan)
    before[MONTHS:] = steps[:-MONTHS]
    expected = np.nan_to_num(np.where(np.isnan(steps), before, steps))
    total = np.zeros((len(whole), plain.shape[1]))
    total[edges] = _returning(steps, before) * expected
    total = total.cumsum(axis=0)
    total -= total[known - 1]
    return total[:known], total[known:]


def _returning(steps: Floats, before: Floats) -> Floats:
    """Return how far steps are those of the year before: 1 if they are, 0 if half unlike them."""
    is_pair = np.maximum(np.abs(steps), np.abs(before)) > LEAST_STEP
    size = np.where(is_pair, steps**2 + before**2, 0.0).sum(axis=0)
    missed = np.where(is_pair, (steps - before) ** 2, 0.0).sum(axis=0)
    is_known = is_pair.sum(axis=0) >= FEWEST_PAIRS
    return np.where(is_known, np.maximum(1 - 2 * missed / np.maximum(size, SMALLEST), 0.0), 0.0)
