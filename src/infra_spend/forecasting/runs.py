"""A forecast run: what is known, which method each series has, and how far that was off before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from numbers import Integral
from typing import Self

import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.backtest import Backtest
from infra_spend.forecasting.champions import choose_champions
from infra_spend.forecasting.events import Events, read_calendar
from infra_spend.forecasting.intervals import Measures
from infra_spend.forecasting.methods import CANDIDATES, predict
from infra_spend.forecasting.panel import Flags, Floats, Names, Panel
from infra_spend.forecasting.vintages import read_vintages

MOST_DAYS = 3660


@dataclass(frozen=True)
class Part:
    """The series of a run that have one method.

    Attributes:
        chosen: Which of the series of the run; shape (all series,).
        panel: What is known of them.
        means: Their forecasts; shape (days, series).
        measures: How their errors are measured.
    """

    chosen: Flags
    panel: Panel
    means: Floats
    measures: Measures


@dataclass(frozen=True)
class Run:
    """What forecasts of days and of periods are made of.

    Attributes:
        panel: What is known.
        events: Named days.
        backtest: All candidates at past origins.
        methods: The method of each series; shape (series,).
        horizon_days: How many days are forecast.
    """

    panel: Panel
    events: Events
    backtest: Backtest
    methods: Names
    horizon_days: int

    @classmethod
    def of(
        cls,
        history: pd.DataFrame,
        horizon_days: int,
        calendar: pd.DataFrame | None = None,
        champions: pd.DataFrame | None = None,
        as_of: date | None = None,
    ) -> Self:
        """Check the input and try all candidates.

        Args:
            history: Rows of ``series_id, date, value`` and optionally ``segment``.
            horizon_days: 1 to 3,660.
            calendar: Rows of ``date, name``.
            champions: Rows of ``segment, champion``; a segment without one is given the best.
            as_of: The last known day; that of the newest row unless given.

        Raises:
            InputError: a ValueError that names the series, the column and the first bad row.
        """
        if not isinstance(horizon_days, Integral) or not 1 <= horizon_days <= MOST_DAYS:
            raise InputError(f"horizon_days is {horizon_days!r}: choose 1 to {MOST_DAYS:,}")
        panel, vintages = read_vintages(history, horizon_days, as_of)
        events = read_calendar(calendar)
        given = pd.Series(dtype=object)
        if champions is not None:
            unknown = sorted({*champions["champion"]} - {*CANDIDATES})
            if unknown:
                raise InputError(f"champions.champion: {unknown[0]!r} is no candidate.")
            given = champions.drop_duplicates("segment", keep="last")
            given = given.set_index("segment")["champion"]
        # Where every segment has a champion, no other method is tried.
        is_decided = {*panel.segments} <= {*given.index}
        candidates = tuple(sorted({*given[[*{*panel.segments}]]})) if is_decided else CANDIDATES
        backtest = Backtest.of(panel, horizon_days, events, candidates, vintages=vintages)
        method_of = given
        if not is_decided:
            chosen = choose_champions(backtest).set_index("segment")["champion"]
            method_of = given.combine_first(chosen)
        methods = method_of.reindex(pd.Index(panel.segments)).to_numpy(dtype=object)
        return cls(panel, events, backtest, methods, horizon_days)

    def parts(self) -> Iterator[Part]:
        """Return the series of each method."""
        for name in sorted({*self.methods}):
            chosen = self.methods == name
            panel = self.panel.of(chosen)
            means = predict(panel, [name], self.horizon_days, self.events)[name]
            measures = Measures.of(_narrowed(self.backtest, name, chosen), name)
            yield Part(chosen, panel, means, measures)


def _narrowed(backtest: Backtest, method: str, chosen: Flags) -> Backtest:
    """Return a backtest of one method and some of the series."""
    return replace(
        backtest,
        panel=backtest.panel.of(chosen),
        actual=backtest.actual[:, :, chosen],
        means={method: backtest.means[method][:, :, chosen]},
        scale=backtest.scale[:, chosen],
        is_comparable=backtest.is_comparable[:, chosen],
    )
