"""Which method forecasts a segment: the champion, until a challenger has proved to be better."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.forecasting.backtest import Backtest
from infra_spend.forecasting.events import read_calendar
from infra_spend.forecasting.methods import DEFAULT
from infra_spend.forecasting.panel import Flags
from infra_spend.forecasting.vintages import read_vintages

ERROR_PLACES = 6
COLUMNS = [
    "segment",
    "champion",
    "challenger",
    "decision",
    "reason",
    "champion_error",
    "challenger_error",
    "improvement_ratio",
    "win_ratio",
    "held_out_improvement_ratio",
    "origin_count",
    "since_date",
]


@dataclass(frozen=True)
class Guard:
    """What a challenger has to show.

    Attributes:
        improvement: How much smaller its error has to be, as a part of the champion's.
        wins: The part of origins where it has to be better.
        keep_days: How long a champion stays at least.
        fewest_origins: Origins without which nothing is decided, the held-out one not counted.
    """

    improvement: float = 0.03
    wins: float = 0.75
    keep_days: int = 30
    fewest_origins: int = 4


def champions(
    history: pd.DataFrame,
    horizon_days: int = 30,
    previous: pd.DataFrame | None = None,
    calendar: pd.DataFrame | None = None,
    guard: Guard | None = None,
) -> pd.DataFrame:
    """Return which method forecasts each segment of a history, and why.

    Args:
        history: As for ``forecast``.
        horizon_days: How far ahead candidates are compared.
        previous: What this function returned last time, if it did.
        calendar: As for ``forecast``.
        guard: What a challenger has to show.

    Returns:
        What ``choose_champions`` returns: one row per segment, with the evidence.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    panel, vintages = read_vintages(history, horizon_days)
    events = read_calendar(calendar)
    backtest = Backtest.of(panel, horizon_days, events, vintages=vintages)
    return choose_champions(backtest, previous, guard)


def choose_champions(
    backtest: Backtest, previous: pd.DataFrame | None = None, guard: Guard | None = None
) -> pd.DataFrame:
    """Return the champion of every segment and why it is that.

    The error of a method at an origin is the sum of its errors over that of the weekly changes of
    the series before (scaled as MASE is; never a percentage, so that costs near zero decide
    nothing). All origins but the newest look for a challenger; the newest has to confirm it.

    Args:
        backtest: Errors of all methods.
        previous: ``segment, champion, since_date`` as returned before; else every segment begins
            with the first method, without having to keep it.
        guard: What a challenger has to show.

    Returns:
        One row per segment, in order: the columns of ``COLUMNS``. ``decision`` is first, kept or
        switched; ratios are those of the best challenger.
    """
    guard = guard or Guard()
    before: dict[str, tuple[str, pd.Timestamp]] = {}
    if previous is not None:
        columns = previous[["segment", "champion", "since_date"]]
        for segment, champion, since in columns.itertuples(index=False, name=None):
            before[segment] = (champion, pd.Timestamp(since))
    today = backtest.panel.dates[-1]
    segments = backtest.panel.segments
    rows = []
    for segment in sorted({*segments}, key=str):
        champion, since = before.get(segment, (DEFAULT, pd.NaT))
        errors = _scaled_errors(backtest, segments == segment)
        row = challenge(errors, champion, guard)
        kept_days = (today - since).days if pd.notna(since) else guard.keep_days
        if row["decision"] == "switched" and kept_days < guard.keep_days:
            reason = f"champion for {kept_days} days only"
            row |= {"champion": champion, "decision": "kept", "reason": reason}
        if row["decision"] == "switched" or pd.isna(since):
            since = today
        if segment not in before and row["decision"] == "kept":
            row["decision"] = "first"
        rows.append({"segment": segment, **row, "since_date": since})
    return pd.DataFrame(rows, columns=COLUMNS)


def challenge(
    errors: pd.DataFrame, champion: str, guard: Guard
) -> dict[str, str | float | int | None]:
    """Return what comes of comparing the champion with the best of the others."""
    tried, held_out = errors.iloc[:-1], errors.iloc[-1:]
    row: dict[str, str | float | int | None] = {
        "champion": champion,
        "challenger": None,
        "decision": "kept",
        "reason": f"fewer than {guard.fewest_origins} origins to compare",
        "origin_count": len(tried),
    }
    if len(tried) < guard.fewest_origins:
        return row
    totals = tried.sum()
    challenger = str(totals.drop(champion).idxmin())
    improvement = 1 - _ratio(totals[challenger], totals[champion])
    wins = float((tried[challenger] < tried[champion]).mean())
    last = held_out.iloc[0]
    confirmed = 1 - _ratio(last[challenger], last[champion])
    row |= {
        "challenger": challenger,
        "champion_error": totals[champion] / len(tried),
        "challenger_error": totals[challenger] / len(tried),
        "improvement_ratio": improvement,
        "win_ratio": wins,
        "held_out_improvement_ratio": confirmed,
    }
    if improvement < guard.improvement:
        return row | {"reason": f"no challenger is better by {guard.improvement:.0%}"}
    if wins < guard.wins:
        return row | {"reason": f"better at fewer than {guard.wins:.0%} of the origins"}
    if confirmed < 0:
        return row | {"reason": "not better at the held-out origin"}
    reason = "better overall, at most origins, and at the held-out one"
    return row | {"champion": challenger, "decision": "switched", "reason": reason}


def _scaled_errors(backtest: Backtest, inside: Flags) -> pd.DataFrame:
    """Return the error of each method (columns) at each origin with something to compare."""
    errors = {name: np.abs(backtest.errors(name)[:, :, inside]) for name in backtest.means}
    known = np.isfinite(next(iter(errors.values())))
    scale = (known * backtest.scale[:, None, inside]).sum(axis=(1, 2))
    totals = {name: np.nan_to_num(error).sum(axis=(1, 2)) for name, error in errors.items()}
    counts = scale > 0
    frame = pd.DataFrame({name: total[counts] / scale[counts] for name, total in totals.items()})
    # What is exact but for the last digits of doubles is exact.
    return frame.round(ERROR_PLACES)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 1.0
