"""Forecasts of daily costs with intervals, one row per series and day."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.intervals import daily_quantiles, probabilities_of
from infra_spend.forecasting.methods import fallback_of, within_sign
from infra_spend.forecasting.panel import Floats, Panel
from infra_spend.forecasting.runs import Run


def forecast(
    history: pd.DataFrame,
    horizon_days: int,
    levels: Sequence[float] = (80, 95),
    calendar: pd.DataFrame | None = None,
    *,
    champions: pd.DataFrame | None = None,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Return what each series is expected to cost on each of the days after the last known one.

    The method is the champion of the segment; a series with fewer than 14 days is the mean of its
    last week, and one with costs now and then the mean of its last eight weeks. Intervals are
    conformal: what the method was off by at past origins, pooled by segment and horizon. The newest
    800 days count.

    Args:
        history: Rows of ``series_id``, ``date`` (days) and ``value`` (finite), in any order. A day
            without a row is a day without cost if other series have rows, else unknown: see
            ``read_history``. Optionally ``segment``, what is judged together, and ``known_at``, the
            day on which a row was delivered: the newest counts, and methods are tried on past days
            with what was known then.
        horizon_days: 1 to 3,660.
        levels: Percentages that intervals hold, from 0 (the median, twice) to below 100.
        calendar: Rows of ``date`` and ``name``: holidays and known events, past and future. Days
            of one name are expected to have one effect.
        champions: Rows of ``segment`` and ``champion``, as ``champions`` returns them; unless
            given, they are chosen from the same history.
        as_of: The last known day, if it is not that of the newest row.

    Returns:
        One row per ``series_id`` and ``date``, in order of both: ``mean``, ``lower_80`` and
        ``upper_80`` and so on for each level, and ``model``, which names the method or fallback.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    check_levels(levels)
    run = Run.of(history, horizon_days, calendar, champions, as_of)
    panel = run.panel
    shape = (horizon_days, len(panel.series))
    probabilities = probabilities_of(levels)
    means, bounds = np.zeros(shape), np.zeros((len(probabilities), *shape))
    for part in run.parts():
        means[:, part.chosen] = part.means
        off = daily_quantiles(part.measures, part.panel, part.means, probabilities)
        bounds[:, :, part.chosen] = part.means + off
    fallbacks = fallback_of(panel)
    model = np.where(fallbacks == "", run.methods, fallbacks)
    return pd.DataFrame(
        {
            "series_id": np.repeat(panel.series, horizon_days),
            "date": np.tile(panel.days_after(horizon_days), len(panel.series)),
            "mean": means.T.ravel(),
            **bound_columns(panel, levels, means, bounds),
            "model": np.repeat(model, horizon_days),
        }
    )


def check_levels(levels: Sequence[float]) -> None:
    """Raise an InputError unless all levels are percentages from 0 to below 100."""
    for level in levels:
        if not 0 <= level < 100:
            raise InputError(f"levels has {level}: choose percentages from 0 to below 100")


def bound_columns(
    panel: Panel, levels: Sequence[float], means: Floats, bounds: Floats
) -> dict[str, Floats]:
    """Return bounds by column, series after series; each side holds the mean but for level 0.

    Args:
        panel: The series, which keep their sign.
        levels: Percentages.
        means: Shape (rows, series).
        bounds: Lower and upper bound of each level in turn; shape (2 x levels, rows, series).
    """
    columns = {}
    for at, level in enumerate(levels):
        lower, upper = (within_sign(panel, bounds[2 * at + side]) for side in (0, 1))
        if level > 0:
            lower, upper = np.minimum(lower, means), np.maximum(upper, means)
        columns[f"lower_{level:g}"] = lower.T.ravel()
        columns[f"upper_{level:g}"] = upper.T.ravel()
    return columns
