"""Forecasts of daily costs with intervals, one row per series and day."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.backtest import Backtest
from infra_spend.forecasting.champions import choose_champions
from infra_spend.forecasting.events import Events, read_calendar
from infra_spend.forecasting.intervals import Measures, quantiles, without_past
from infra_spend.forecasting.methods import FEWEST_DAYS, fallback_of, predict, within_sign
from infra_spend.forecasting.panel import Flags, Floats, Names, Panel, read_history

MOST_DAYS = 3660


def forecast(
    history: pd.DataFrame,
    horizon_days: int,
    levels: Sequence[float] = (80, 95),
    calendar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what each series is expected to cost on each of the days after the last known one.

    The method is the champion of the segment at past origins; a series with fewer than 14 days is
    the mean of its last week, and one with costs now and then the mean of its last eight weeks.
    The newest 800 days count.

    Args:
        history: Rows of ``series_id``, ``date`` (days) and ``value`` (finite), in any order;
            optionally ``segment``, what is judged together. A day without a row is a day without
            cost if other series have rows, else unknown: see ``read_history``.
        horizon_days: 1 to 3,660.
        levels: Percentages that intervals hold, from 0 (the median, twice) to below 100.
        calendar: Rows of ``date`` and ``name``: holidays and known events, past and future. Days
            of one name are expected to have one effect.

    Returns:
        One row per ``series_id`` and ``date``, in order of both: ``mean``, ``lower_80`` and
        ``upper_80`` and so on for each level, and ``model``, which names the method or fallback.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    if not 1 <= horizon_days <= MOST_DAYS:
        raise InputError(f"horizon_days is {horizon_days}: choose 1 to {MOST_DAYS:,}")
    for level in levels:
        if not 0 <= level < 100:
            raise InputError(f"levels has {level}: choose percentages from 0 to below 100")
    panel, events = read_history(history), read_calendar(calendar)
    backtest = Backtest.of(panel, horizon_days, events)
    champions = choose_champions(backtest).set_index("segment")["champion"]
    models = np.array([champions[segment] for segment in panel.segments], dtype=object)
    return forecast_panel(panel, models, backtest, horizon_days, levels, events)


def forecast_panel(
    panel: Panel,
    models: Names,
    backtest: Backtest,
    horizon_days: int,
    levels: Sequence[float],
    events: Events,
) -> pd.DataFrame:
    """Return the forecasts of ``forecast`` for a panel whose series have a method each."""
    fallbacks = fallback_of(panel)
    shape = (horizon_days, len(panel.series))
    means = np.zeros(shape)
    probabilities = [
        side for level in levels for side in ((100 - level) / 200, (100 + level) / 200)
    ]
    bounds = np.zeros((len(probabilities), *shape))
    deviations = np.array([NormalDist().inv_cdf(p) for p in probabilities])
    for name in sorted({*models}):
        chosen = models == name
        part = panel.of(chosen)
        means[:, chosen] = predict(part, [name], horizon_days, events)[name]
        off = _off(part, _of(backtest, name, chosen), name, means[:, chosen], probabilities)
        unknown = np.isnan(off) | (part.days_known < FEWEST_DAYS)
        off = np.where(unknown, without_past(part, horizon_days, deviations), off)
        bounds[:, :, chosen] = means[:, chosen] + off
    models = np.where(fallbacks == "", models, fallbacks)
    columns: dict[str, object] = {
        "series_id": np.repeat(panel.series, horizon_days),
        "date": np.tile(panel.days_after(horizon_days), len(panel.series)),
        "mean": means.T.ravel(),
    }
    for at, level in enumerate(levels):
        lower, upper = (within_sign(panel, bounds[2 * at + side]) for side in (0, 1))
        columns[f"lower_{level:g}"] = np.minimum(lower, means).T.ravel()
        columns[f"upper_{level:g}"] = np.maximum(upper, means).T.ravel()
    return pd.DataFrame({**columns, "model": np.repeat(models, horizon_days)})


def _off(
    panel: Panel, backtest: Backtest, method: str, means: Floats, probabilities: list[float]
) -> Floats:
    """Return how far each day may be off with each probability; NaN where no past says so."""
    measures = Measures.of(backtest, method)
    found = quantiles(measures, panel.segments, len(means), probabilities)
    return found * measures.measure(means)


def _of(backtest: Backtest, method: str, chosen: Flags) -> Backtest:
    """Return a backtest of one method and some of the series."""
    return replace(
        backtest,
        panel=backtest.panel.of(chosen),
        actual=backtest.actual[:, :, chosen],
        means={method: backtest.means[method][:, :, chosen]},
        scale=backtest.scale[:, chosen],
        is_comparable=backtest.is_comparable[:, chosen],
    )
