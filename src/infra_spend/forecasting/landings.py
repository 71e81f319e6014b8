"""Where periods will land: what they have cost so far and what is still expected of them."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.forecasts import bound_columns, check_levels
from infra_spend.forecasting.intervals import probabilities_of, sum_quantiles
from infra_spend.forecasting.panel import Floats, Integers, Panel, day_number, read_days
from infra_spend.forecasting.runs import Run

MONTH = 28


def landings(
    history: pd.DataFrame,
    periods: pd.DataFrame,
    levels: Sequence[float] = (80, 95),
    calendar: pd.DataFrame | None = None,
    *,
    champions: pd.DataFrame | None = None,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Return what each series will have cost at the end of each period.

    Intervals are conformal on the sum of the days to come. Days of a period that are older than
    the newest 800 are not known.

    Args:
        history: As for ``forecast``.
        periods: Rows of ``period``, a name, ``first_date`` and ``last_date``; the last after the
            last known day.
        levels: As for ``forecast``.
        calendar: As for ``forecast``.
        champions: As for ``forecast``.
        as_of: As for ``forecast``.

    Returns:
        One row per ``series_id`` and ``period``, in order of series and as ``periods`` are:
        ``cost_to_date``, ``mean`` (all of the period), ``lower_80``, ``upper_80`` and so on, and
        ``run_rate``: the period at what a day of it has cost so far, or of the last four weeks if
        it has not begun.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    check_levels(levels)
    first, last = _read_periods(periods)
    known = read_days(history, "history").max(initial=0) if as_of is None else day_number(as_of)
    if not len(last):
        raise InputError("periods has no rows.")
    if (last <= known).any():
        at = int((last <= known).argmax())
        raise InputError(f"periods.last_date: {periods['last_date'].iloc[at]} is known already.")
    run = Run.of(history, int(last.max() - known), calendar, champions, as_of)
    panel = run.panel
    shape = (len(first), len(panel.series))
    probabilities = probabilities_of(levels)
    to_date, run_rate = np.zeros(shape), np.zeros(shape)
    for at, (begin, end) in enumerate(zip(first - known, last - known, strict=True)):
        to_date[at], run_rate[at] = _so_far(panel, int(begin), int(end))
    means, bounds = np.zeros(shape), np.zeros((len(probabilities), *shape))
    for part in run.parts():
        for at, (begin, end) in enumerate(zip(first - known, last - known, strict=True)):
            begin = max(int(begin), 1)
            total = to_date[at, part.chosen] + part.means[begin - 1 : end].sum(axis=0)
            means[at, part.chosen] = total
            bounds[:, at, part.chosen] = total + sum_quantiles(
                part.measures, part.panel, part.means, begin, int(end), probabilities
            )
    return pd.DataFrame(
        {
            "series_id": np.repeat(panel.series, len(first)),
            "period": np.tile(periods["period"].to_numpy(), len(panel.series)),
            "cost_to_date": to_date.T.ravel(),
            "mean": means.T.ravel(),
            **bound_columns(panel, levels, means, bounds),
            "run_rate": run_rate.T.ravel(),
        }
    )


def _so_far(panel: Panel, begin: int, end: int) -> tuple[Floats, Floats]:
    """Return cost to date and run rate of the days ``begin`` to ``end`` after the last known."""
    values = np.nan_to_num(panel.values)
    past = values[max(len(values) - 1 + begin, 0) :] if begin <= 0 else values[:0]
    basis = past if len(past) else values[-MONTH:]
    return past.sum(axis=0), basis.mean(axis=0) * (end - begin + 1)


def _read_periods(periods: pd.DataFrame) -> tuple[Integers, Integers]:
    for column in ("period", "first_date", "last_date"):
        if column not in periods.columns:
            raise InputError(f"periods has no column {column}.")
    first, last = (read_days(periods, "periods", column) for column in ("first_date", "last_date"))
    if (last < first).any():
        at = int((last < first).argmax())
        raise InputError(f"periods.last_date: row {periods.index[at]} is before its first_date.")
    return first, last
