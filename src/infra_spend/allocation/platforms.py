"""Final owners of platforms: the equations of each day, as ratios that sum to exactly 1."""

from functools import partial

import numpy as np
import pandas as pd

from infra_spend.allocation.days import Columns, every_day
from infra_spend.allocation.equations import solved
from infra_spend.allocation.loops import closed, components, loop_text, solvable
from infra_spend.allocation.metering import Graph

# The places of decimal(13, 12), the type of a ratio.
PLACES = 12


def solve_platforms(usage: pd.DataFrame, *, keep_closed_loops: bool = False) -> pd.DataFrame:
    """Return which part of the cost of each platform is whose in the end, on one day.

    A platform passes its cost to its consumers by quantity; a consumer that is a platform passes it
    on. What a platform uses of itself is left out. A platform that nobody else was metered on
    (no quantity above zero but its own) keeps its cost and what reaches it: it is its own final
    owner, with ratio 1. A consumer that is not a platform of the day is a final owner.

    Args:
        usage: Rows of ``platform`` and ``consumer``, text, and ``quantity``, finite and not below
            zero, in one unit for each platform. Rows of one pair are added. The order of rows
            does not matter, and other columns are ignored.
        keep_closed_loops: Whether platforms of a loop that no owner leaves keep their cost and
            what reaches them, as if they were not metered; else such a loop is an error.

    Returns:
        One row per ``platform`` and ``final_owner`` with a ``ratio`` above 0, in order of both. A
        ratio is a whole number of trillionths, held by the double next to it: cast to
        decimal(13, 12) it is exact, and those of a platform sum to exactly 1. What rounding leaves
        over goes to the largest ratio, the first of equals in order of name, as in the macro
        ``conserved_share``. Doubles are what pandas, DuckDB and Spark exchange; Decimal objects
        take ten times the memory. No rows give no rows.

    Raises:
        InputError: a ValueError that names the column and the first bad row, or the shortest loop
            that no owner leaves.
    """
    return every_day(usage, False, partial(_final_owners, keep_closed_loops))


def solve_platforms_daily(usage: pd.DataFrame, *, keep_closed_loops: bool = False) -> pd.DataFrame:
    """Return the same as ``solve_platforms`` for many days, each of which stands alone.

    ``usage`` and the result have a column more, ``charge_date``; the result is in order of it.
    """
    return every_day(usage, True, partial(_final_owners, keep_closed_loops))


def closed_loops_daily(usage: pd.DataFrame) -> pd.DataFrame:
    """Return the platforms that ``keep_closed_loops`` is about, and why.

    Returns:
        One row per ``charge_date`` and ``platform`` whose cost no owner receives, in order of both;
        ``loop`` is the shortest loop among the platforms that hold it: ``a -> b -> a``.
    """
    return every_day(usage, True, _closed_loops)


def _final_owners(keep_closed_loops: bool, graph: Graph) -> Columns:
    """Return platform, final_owner and ratio of a day."""
    graph, found = solvable(graph, keep_closed_loops)
    count = len(graph.platforms)
    given = np.zeros((count, len(graph.owners)))
    to_owner = ~graph.is_between_platforms
    given[graph.source[to_owner], graph.target[to_owner] - count] = graph.ratio[to_owner]
    units = np.rint(solved(graph, found, given) * 10**PLACES).astype(np.int64)
    rows = np.arange(count)
    if count:
        units[rows, units.argmax(axis=1)] += 10**PLACES - units.sum(axis=1)
    platform, owner = np.nonzero(units)
    names = graph.node_names
    return {
        "platform": names[platform],
        "final_owner": names[count + owner],
        "ratio": units[platform, owner] / 10**PLACES,
    }


def _closed_loops(graph: Graph) -> Columns:
    """Return platform and loop of a day."""
    loop_of = {
        platform: loop_text(graph, members)
        for members in closed(graph, components(graph))
        for platform in members
    }
    platforms = sorted(loop_of)
    loops = np.array([loop_of[platform] for platform in platforms], dtype=object)
    return {"platform": graph.node_names[np.array(platforms, dtype=np.int64)], "loop": loops}
