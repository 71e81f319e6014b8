"""How often a cost passes each platform, for a ledger of double entries.

A cost that goes round in circles passes an edge many times. A ledger does not have to post every
round: in the end, what an origin sends along an edge is (its cost) x (how often its cost passes the
platform) x (the edge's part of what the platform passes on), a finite number even in circles, and
at every platform what comes in equals what goes out. So each edge is posted once.
"""

from functools import partial

import numpy as np
import pandas as pd

from infra_spend.allocation.days import Columns, every_day
from infra_spend.allocation.equations import solved
from infra_spend.allocation.loops import solvable
from infra_spend.allocation.metering import Graph
from infra_spend.allocation.platforms import PLACES
from infra_spend.errors import InputError

TOO_MANY_ROUNDS = 10**9


def platform_throughputs_daily(
    usage: pd.DataFrame, *, keep_closed_loops: bool = False
) -> pd.DataFrame:
    """Return how often a unit of each platform's own cost passes each platform, day by day.

    There is a row for every origin, because what passes a platform depends on the costs: a ledger
    with several costs (billed, effective, list, contracted) multiplies each with the same ratio.
    The origin of a posting also answers why a dollar is where it is. Rows are the square of the
    platforms a day, if all use each other: meant for tens of platforms, not for hundreds.

    Args:
        usage: As for ``solve_platforms_daily``.
        keep_closed_loops: As for ``solve_platforms_daily``.

    Returns:
        One row per ``charge_date``, ``origin`` and ``platform`` with a ``ratio`` above 0, in order
        of the three: (I - A)^-1, rounded to twelve places, as far as a double holds them. The ratio
        of an origin to itself is 1, and above 1 if its cost comes back to it. What reaches a
        platform that keeps its cost is how much of the origin's ends there.

    Raises:
        InputError: as ``solve_platforms_daily``, and if a cost passes a platform a billion times.
    """
    return every_day(usage, True, partial(_throughputs, keep_closed_loops))


def _throughputs(keep_closed_loops: bool, graph: Graph) -> Columns:
    """Return origin, platform and ratio of a day."""
    graph, found = solvable(graph, keep_closed_loops)
    count = len(graph.platforms)
    rounds = solved(graph, found, np.eye(count))
    if count and rounds.max() >= TOO_MANY_ROUNDS:
        name = graph.node_names[rounds.max(axis=0).argmax()]
        raise InputError(
            f"usage: cost passes platform {name} more than a billion times{graph.when}."
        )
    ratio = np.rint(rounds * 10**PLACES) / 10**PLACES
    origin, platform = np.nonzero(ratio)
    names = graph.node_names
    return {
        "origin": names[origin],
        "platform": names[platform],
        "ratio": ratio[origin, platform],
    }
