"""One day after another: what a function finds in the graph of each day, in one frame."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infra_spend.allocation.metering import DATE, Graph, read_usage

Columns = dict[str, NDArray[Any]]


def every_day(
    usage: pd.DataFrame, is_daily: bool, find: Callable[[Graph], Columns]
) -> pd.DataFrame:
    """Return what a function finds in each day, below each other, with the day in front.

    Args:
        usage: What was metered; ``solve_platforms`` describes it.
        is_daily: Whether it has a ``charge_date``; else all of it is one day, without one.
        find: Gives the columns of a day, all of one length. If there is no day, it is asked about
            one on which nothing was metered, so that the columns have their types.
    """
    metering = read_usage(usage, is_daily)
    found = [find(graph) for graph in metering.graphs()] or [find(metering.empty_graph())]
    counts = [len(next(iter(columns.values()))) for columns in found]
    columns = {name: np.concatenate([day[name] for day in found]) for name in found[0]}
    if metering.dates is None:
        return pd.DataFrame(columns, copy=False)
    dates = metering.dates.repeat(counts if len(metering.dates) else 0)
    return pd.DataFrame({DATE: dates, **columns}, copy=False)
