"""A run: what all costs of a hierarchy are expected to be, as known on one day.

Usage is forecast by statistics at every level and reconciled. What falls due by the month (fees,
taxes, unused commitments) is repeated on its days, from its leaves up. What nobody can foresee
(credits, corrections) is not forecast.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.champions import champions as champions_of
from infra_spend.forecasting.forecasts import forecast
from infra_spend.forecasting.landings import landings
from infra_spend.forecasting.panel import Floats, since_silence
from infra_spend.forecasting.reconciliation import reconcile

STATISTICAL, MONTHLY = "statistical", "monthly"
# Levels whose bounds are the quantiles of a run: the median, 10 and 90, 2.5 and 97.5 percent.
QUANTILES = {
    "lower_95": "p025",
    "lower_80": "p10",
    "upper_0": "p50",
    "upper_80": "p90",
    "upper_95": "p975",
}
LEVELS = (0, 80, 95)
MONTHS_REPEATED = 3
# What falls due by the quarter or by the year, in months.
PERIODS_REPEATED = (3, 12)
DECIDED = {
    "as_of_date": "datetime64[ns]",
    **dict.fromkeys(("segment", "champion", "challenger", "decision", "reason"), "object"),
    **dict.fromkeys(("champion_error", "challenger_error", "improvement_ratio"), "float64"),
    **dict.fromkeys(("win_ratio", "held_out_improvement_ratio", "origin_count"), "float64"),
    "since_date": "datetime64[ns]",
}
COLUMNS = ["run_id", "as_of_date", "node_id", "forecast_date", "mean", *QUANTILES.values(), "model"]


def forecast_runs(
    history: pd.DataFrame,
    nodes: pd.DataFrame,
    horizon_days: int,
    past_runs: int = 0,
    past_horizon_days: int = 90,
    calendar: pd.DataFrame | None = None,
    champions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the run of today and those of past month ends, each from what was charged by then.

    Args:
        history: Rows of ``node_id, charge_date, effective_cost``, one a node and day with cost, and
            ``as_of_date``, today in every row.
        nodes: Rows of ``node_id, parent_node_id`` (empty for a root), ``method`` (statistical,
            monthly, or none), and ``level_name`` and ``service_category``, by which methods are
            judged together.
        horizon_days: How far today's run looks ahead.
        past_runs: How many months back there is a run at the end of.
        past_horizon_days: How far those look ahead, and never past today.
        calendar: Rows of ``event_date`` and ``event_name``: days that are unlike others.
        champions: What ``decide_champions`` returns; unless given, each run chooses its own.

    Returns:
        One row per run, node and day: ``run_id``, a hash of what the run is made from, and of the
        code; ``as_of_date``; ``node_id``; ``forecast_date``; ``mean`` and the quantiles p025 to
        p975, whole cents in the mean; and ``model``. The mean of a parent is the sum of its
        children.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    runs = []
    calendar = _named_days(calendar)
    for as_of, known in _known_then(history, past_runs):
        days_passed = (pd.Timestamp(history["as_of_date"].iloc[0]) - as_of).days
        ahead = min(past_horizon_days, days_passed) if days_passed else horizon_days
        of_day = _decided(champions, as_of)
        run = _run(known, nodes, as_of, ahead, calendar, of_day)
        run.insert(0, "as_of_date", as_of)
        run.insert(0, "run_id", _run_id([known, nodes, calendar, of_day], as_of, ahead))
        runs.append(run)
    runs = [run for run in runs if len(run)]
    return pd.concat(runs, ignore_index=True)[COLUMNS] if runs else _no_rows()


def decide_champions(
    history: pd.DataFrame,
    nodes: pd.DataFrame,
    horizon_days: int,
    past_runs: int = 0,
    calendar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return which method forecasts each segment in each run, and why: run after run.

    Args:
        history: As for ``forecast_runs``.
        nodes: As for ``forecast_runs``.
        horizon_days: How far ahead methods are compared.
        past_runs: As for ``forecast_runs``.
        calendar: As for ``forecast_runs``.

    Returns:
        One row per ``as_of_date`` and ``segment``: what ``champions`` returns.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    decided: list[pd.DataFrame] = []
    calendar = _named_days(calendar)
    for as_of, known in _known_then(history, past_runs):
        rows = _statistical(_series(known, nodes))
        if len(rows):
            before = decided[-1] if decided else None
            found = champions_of(rows, horizon_days, before, calendar)
            found.insert(0, "as_of_date", as_of)
            decided.append(found)
    if not decided:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in DECIDED.items()})
    return pd.concat(decided, ignore_index=True).astype(DECIDED)


def _known_then(
    history: pd.DataFrame, past_runs: int
) -> Iterator[tuple[pd.Timestamp, pd.DataFrame]]:
    """Return each day as of which there is a run, today last, and what was charged by then."""
    for column in ("node_id", "charge_date", "effective_cost", "as_of_date"):
        if column not in history.columns:
            raise InputError(f"history has no column {column}.")
    if history.empty:
        return
    days = pd.to_datetime(history["charge_date"])
    today = pd.Timestamp(history["as_of_date"].iloc[0])
    dated = history.assign(charge_date=days).drop(columns="as_of_date")
    for as_of in [*_month_ends(days.min(), today, past_runs), today]:
        yield as_of, dated[days <= as_of]


def _decided(champions: pd.DataFrame | None, as_of: pd.Timestamp) -> pd.DataFrame | None:
    """Return the champions of the run of a day."""
    if champions is None:
        return None
    return champions[pd.to_datetime(champions["as_of_date"]) == as_of]


def _named_days(calendar: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return a calendar as forecasts read it; none, if it names no day."""
    if calendar is None or calendar.empty:
        return None
    return calendar.rename(columns={"event_date": "date", "event_name": "name"})


def _month_ends(first: pd.Timestamp, today: pd.Timestamp, count: int) -> list[pd.Timestamp]:
    """Return the newest month ends before today, oldest first; each with a month before it."""
    ends = pd.date_range(first, today - pd.Timedelta(days=1), freq="ME")[1:]
    return list(ends[len(ends) - min(count, len(ends)) :])


def _run(
    known: pd.DataFrame,
    nodes: pd.DataFrame,
    as_of: pd.Timestamp,
    horizon_days: int,
    calendar: pd.DataFrame | None,
    champions: pd.DataFrame | None,
) -> pd.DataFrame:
    """Return the rows of one run without what names it."""
    history = _series(known, nodes)
    parts = []
    rows = _statistical(history)
    if len(rows):
        parts.append(
            forecast(rows, horizon_days, LEVELS, calendar, champions=champions, as_of=as_of)
        )
    is_leaf = ~history["series_id"].isin(nodes["parent_node_id"])
    monthly = history[(history["method"] == MONTHLY) & is_leaf]
    if len(monthly):
        parts.append(repeat_months(monthly, as_of, horizon_days))
    if not parts:
        return _no_rows().drop(columns=["run_id", "as_of_date"])
    said = pd.concat(parts, ignore_index=True)
    coherent = reconcile(said, _tree(nodes, said["series_id"].unique()))
    # A parent of what is repeated is the sum of its leaves, and as sure as they are.
    for bound in QUANTILES:
        coherent[bound] = coherent[bound].fillna(coherent["mean"])
    coherent["model"] = coherent["model"].fillna(MONTHLY)
    renamed = {"series_id": "node_id", "date": "forecast_date", **QUANTILES}
    return coherent.rename(columns=renamed)


def landing_offsets(
    history: pd.DataFrame,
    nodes: pd.DataFrame,
    periods: pd.DataFrame,
    calendar: pd.DataFrame | None = None,
    champions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return how far the landings of statistical nodes may be from their means.

    Args:
        history: As for ``forecast_runs``.
        nodes: As for ``forecast_runs``.
        periods: Rows of ``period_name``, ``period_from_date`` and ``period_to_date`` (the first day
            after it), which is after today.
        calendar: As for ``forecast_runs``.
        champions: As for ``forecast_runs``; those of today count.

    Returns:
        One row per ``period_name`` and ``node_id``: ``p10_offset``, ``p50_offset``, ``p90_offset``,
        to be added to the mean of the landing.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    names = {"lower_80": "p10_offset", "upper_0": "p50_offset", "upper_80": "p90_offset"}
    rows = _statistical(_series(history, nodes))
    if rows.empty:
        kinds = dict.fromkeys(("period_name", "node_id"), "object")
        columns = ["period_name", "node_id", *names.values()]
        return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in columns})
    as_of = pd.Timestamp(history["as_of_date"].iloc[0])
    found = landings(
        rows,
        pd.DataFrame(
            {
                "period": periods["period_name"],
                "first_date": pd.to_datetime(periods["period_from_date"]),
                "last_date": pd.to_datetime(periods["period_to_date"]) - pd.Timedelta(days=1),
            }
        ),
        LEVELS[:2],
        _named_days(calendar),
        champions=_decided(champions, as_of),
        as_of=as_of,
    )
    for bound, offset in names.items():
        found[offset] = found[bound] - found["mean"]
    renamed = found.rename(columns={"period": "period_name", "series_id": "node_id"})
    return renamed[["period_name", "node_id", *names.values()]]


def _series(known: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Return the history as forecasts read it, with what is known of each node."""
    names = {"node_id": "series_id", "charge_date": "date", "effective_cost": "value"}
    dated = known.assign(charge_date=pd.to_datetime(known["charge_date"]))
    series = dated.rename(columns=names).merge(nodes.rename(columns=names), on="series_id")
    series["segment"] = series["service_category"].fillna(series["level_name"])
    return series


def _statistical(series: pd.DataFrame) -> pd.DataFrame:
    """Return what statistics forecast, since bills were last silent for more than a year."""
    rows = series.loc[series["method"] == STATISTICAL, ["series_id", "date", "value", "segment"]]
    return since_silence(rows)


def repeat_months(history: pd.DataFrame, as_of: pd.Timestamp, horizon_days: int) -> pd.DataFrame:
    """Return what falls due by the month: the median of the same day of the last three months.

    What fell due twice, a quarter or a year apart, and not in between, falls due again after as
    long, as much as last time. A day that a month does not have is its last one, and last days are
    the same day. Bounds are the value itself.

    Args:
        history: Rows of ``series_id``, ``date`` and ``value``.
        as_of: The last day that is known.
        horizon_days: How many days after it.

    Returns:
        Rows of ``series_id, date, mean, lower_*, upper_*, model``, as ``forecast`` returns.
    """
    ahead = pd.date_range(as_of + pd.Timedelta(days=1), periods=horizon_days)
    values = history.pivot(index="date", columns="series_id", values="value")
    months = ahead.year * 12 + ahead.month
    due = [_due(values, ahead[months == month], as_of) for month in months.unique()]
    frame = pd.DataFrame(
        {
            "series_id": np.repeat(values.columns.to_numpy(dtype=object), horizon_days),
            "date": np.tile(ahead, len(values.columns)),
            "mean": np.concatenate(due).T.ravel(),
        }
    )
    for level in LEVELS:
        frame[f"lower_{level}"] = frame[f"upper_{level}"] = frame["mean"]
    return frame.assign(model=MONTHLY)


def _due(values: pd.DataFrame, ahead: pd.DatetimeIndex, as_of: pd.Timestamp) -> Floats:
    """Return what falls due on days of one month; shape (days, series)."""
    back = (ahead[0].year - as_of.year) * 12 + ahead[0].month - as_of.month
    count = 2 * max(PERIODS_REPEATED)
    # One more than there are looked at: that of this month may be yet to come.
    same_days = [_months_before(ahead, back + more) for more in range(count + 1)]
    everything = np.stack([values.reindex(days).fillna(0.0).to_numpy() for days in same_days])
    is_to_come = np.asarray(same_days[0] > as_of).astype(np.int64)
    day = np.arange(len(ahead))
    past = everything[np.arange(count)[:, None] + is_to_come, day]
    due = np.median(past[:MONTHS_REPEATED], axis=0)
    for period in PERIODS_REPEATED:
        newest = -(back + is_to_come) % period
        last, before = past[newest, day], past[newest + period, day]
        is_periodic = (last != 0) & (before != 0) & ((past[: 2 * period] != 0).sum(axis=0) == 2)
        due = np.where(is_periodic & (due == 0), last, due)
    return np.asarray(due)


def _months_before(days: pd.DatetimeIndex, months: int) -> pd.DatetimeIndex:
    """Return the days of the same number so many months before; month ends are alike."""
    before = days - pd.DateOffset(months=months)
    return before.where(~days.is_month_end, before + pd.offsets.MonthEnd(0))


def _tree(nodes: pd.DataFrame, present: Iterable[str]) -> pd.DataFrame:
    """Return the hierarchy above the series that are there, and nothing else."""
    parents = dict(zip(nodes["node_id"], nodes["parent_node_id"], strict=True))
    kept, waiting = set(), list(present)
    while waiting:
        node = waiting.pop()
        if node not in kept:
            kept.add(node)
            if isinstance(parents.get(node), str):
                waiting.append(parents[node])
    rows = sorted(kept)
    return pd.DataFrame({"series_id": rows, "parent_id": [parents.get(node) for node in rows]})


def _run_id(frames: Sequence[pd.DataFrame | None], as_of: pd.Timestamp, horizon_days: int) -> str:
    """Return a hash of the day, data, settings and code that a run is made from."""
    seen = hashlib.sha256(f"{as_of.date()} {horizon_days}".encode())
    for frame in frames:
        if frame is not None:
            rows = pd.util.hash_pandas_object(frame[sorted(frame.columns)], index=False)
            seen.update(np.sort(rows.to_numpy()).tobytes())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def _no_rows() -> pd.DataFrame:
    kinds = {"run_id": "object", "node_id": "object", "model": "object"}
    kinds |= {"as_of_date": "datetime64[ns]", "forecast_date": "datetime64[ns]"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in COLUMNS})
