"""Anomalies in daily values: what was out of the ordinary, since when, and what it came to."""

import numpy as np
import pandas as pd

from infra_spend.anomalies import residuals, scores
from infra_spend.anomalies.alarms import LONGEST_DAYS, REFRACTORY_DAYS, Alarms, alarms_of
from infra_spend.anomalies.residuals import residuals_of
from infra_spend.anomalies.scores import scores_of
from infra_spend.errors import InputError
from infra_spend.forecasting.panel import Panel, read_history

COLUMNS = [
    *["series_id", "start_date", "end_date", "kind"],
    *["expected", "actual", "impact", "score"],
]
# What was seen so many days ago is settled; what was seen on a day is told by so many days before.
SETTLED_DAYS = LONGEST_DAYS + REFRACTORY_DAYS
LOOKBACK_DAYS = SETTLED_DAYS + residuals.LOOKBACK_DAYS + scores.LOOKBACK_DAYS
# So many values are looked at together, which keeps all that is made of them near the processor.
BLOCK_VALUES = 200_000


def detect(history: pd.DataFrame, min_impact: float = 0) -> pd.DataFrame:
    """Return what was out of the ordinary in daily values.

    A day is held against the level of the four weeks before, without weekdays and month edges, at
    scales from a day to two weeks; all of it are medians of the past (see ``scores``). An anomaly
    is seen on the first such day whose impact so far is at least ``min_impact``; what comes later
    says only what kind it is and when it is over, and never takes it back. Within two weeks of an
    alarm no other one of its sign begins, a return to a level of the last quarter is none, and on
    the first of a month, when prices change, only half of the level is one.

    Args:
        history: Rows of ``series_id``, ``date`` and ``value``, one a series and day, in any order.
            A day without a row is one without cost where other series have rows.
        min_impact: What an anomaly adds or takes at least, in the unit of the values.

    Returns:
        One row per anomaly, in order of series and day: ``series_id``; ``start_date`` and
        ``end_date`` (its last day so far); ``kind``: spike (up for a week at most), drop (down for
        two weeks at most), shift (longer) or drift (longer, and growing); ``expected`` and
        ``actual``, the sums over these days, and ``impact``, their difference; ``score``, the
        distance when it was seen, in usual distances, with its sign. What lasts longer than nine
        weeks is the new level.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    return find_alarms(history, min_impact)[COLUMNS]


def find_alarms(history: pd.DataFrame, min_impact: float = 0) -> pd.DataFrame:
    """Return what ``detect`` does, with when it was seen and whether it is over.

    Args:
        history: As for ``detect``.
        min_impact: As for ``detect``.

    Returns:
        The columns of ``detect``, ``first_seen_date``, and ``is_over``, which is false for what
        went on until the last known day, or became the new level. Of what was seen more than
        ``SETTLED_DAYS`` ago, nothing changes any more; a history that begins ``LOOKBACK_DAYS``
        before a day has the same anomalies from that day on as a longer one.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    if not min_impact >= 0:
        raise InputError(f"min_impact: {min_impact} is not a number from 0 on.")
    panel = read_history(history, newest_days=np.iinfo(np.int64).max, dense=0.0)
    width = max(BLOCK_VALUES // max(len(panel.dates), 1), 1)
    parts = []
    for begin in range(0, max(len(panel.series), 1), width):
        values = panel.values[:, begin : begin + width]
        plain = residuals_of(values, panel.dates)
        found = alarms_of(values, panel.dates, plain, scores_of(plain), min_impact)
        parts.append(_rows(panel, begin, found))
    return pd.concat(parts, ignore_index=True)


def _rows(panel: Panel, begin: int, found: Alarms) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series_id": panel.series[begin + found.series],
            "start_date": panel.dates[found.first],
            "end_date": panel.dates[found.last],
            "first_seen_date": panel.dates[found.seen],
            "kind": found.kind,
            "expected": found.expected,
            "actual": found.actual,
            "impact": found.actual - found.expected,
            "score": found.score,
            "is_over": found.is_over,
        }
    )
