"""What passes along every edge between platforms and owners, for a ledger of double entries.

A cost that goes round in circles passes an edge many times. A ledger does not have to post every
round: in the end, what an origin sends along an edge is (its cost) x (how often its cost passes the
platform) x (the edge's ratio), a finite number even in circles, and at every platform what comes in
equals what goes out. So each edge is posted once.
"""

from functools import partial
from heapq import heappop, heappush

import numpy as np
import pandas as pd

from infra_spend.allocation.days import Columns, every_day
from infra_spend.allocation.equations import solved
from infra_spend.allocation.loops import solvable
from infra_spend.allocation.metering import Graph, Integers
from infra_spend.allocation.platforms import PLACES
from infra_spend.errors import InputError

# A double holds 15 digits: from each of these on, a ratio has three places less.
FEWER_PLACES_FROM = (10**3, 10**6)
TOO_MANY_ROUNDS = 10**9


def platform_flows(usage: pd.DataFrame, *, keep_closed_loops: bool = False) -> pd.DataFrame:
    """Return which part of each platform's own cost passes each edge, on one day.

    There is a row for every origin, because an edge's total depends on the costs: a ledger with
    several costs (billed, effective, list, contracted) multiplies each with the same ratio and sums
    over origins, in decimals that a frame of doubles could not hold. The origin of a posting also
    answers why a dollar is where it is.

    Args:
        usage: As for ``solve_platforms``.
        keep_closed_loops: As for ``solve_platforms``.

    Returns:
        One row per ``origin``, ``from_node`` and ``to_node`` with a ``ratio`` above 0, in order of
        the three. A ratio is above 1 where cost goes round in a circle that little leaves. For each
        origin what leaves it is 1 more than what enters it; at every other platform that passes
        cost on both are equal; and the owners receive 1: exactly, of ratios rounded to twelve
        places; to nine for an origin of which a ratio reaches a thousand, to six from a million on,
        because a double holds 15 digits. What rounding leaves over goes along ``platform_exits``.
        A platform that keeps its cost has no row as origin.

    Raises:
        InputError: as ``solve_platforms``, and if a cost goes round a billion times.
    """
    return every_day(usage, False, partial(_flows, keep_closed_loops))


def platform_flows_daily(usage: pd.DataFrame, *, keep_closed_loops: bool = False) -> pd.DataFrame:
    """Return the same as ``platform_flows`` for many days: ``charge_date`` is a column more.

    Rows are platforms times edges a day: use it for tens of platforms, not for hundreds.
    """
    return every_day(usage, True, partial(_flows, keep_closed_loops))


def platform_exits(usage: pd.DataFrame, *, keep_closed_loops: bool = False) -> pd.DataFrame:
    """Return the way by which what rounding leaves over at a platform gets to a final owner.

    Money that is rounded on every edge no longer balances at every platform. If each platform sends
    what it is short of or has over along its way, all platforms balance again, whatever the amounts
    are and although they use each other: each edge of the way changes by that amount.

    Returns:
        One row per ``platform`` and ``hop`` (1, 2, ...) with the edge ``from_node`` to ``to_node``,
        in order of both. No other way of the platform has a larger smallest ratio. Ways that meet
        go on together. A platform that keeps its cost has no row.

    Raises:
        InputError: as ``solve_platforms``.
    """
    return every_day(usage, False, partial(_exits, keep_closed_loops))


def platform_exits_daily(usage: pd.DataFrame, *, keep_closed_loops: bool = False) -> pd.DataFrame:
    """Return the same as ``platform_exits`` for many days: ``charge_date`` is a column more."""
    return every_day(usage, True, partial(_exits, keep_closed_loops))


def _flows(keep_closed_loops: bool, graph: Graph) -> Columns:
    """Return origin, from_node, to_node and ratio of a day."""
    graph, found = solvable(graph, keep_closed_loops)
    count = len(graph.platforms)
    rounds = solved(graph, found, np.eye(count))
    if count and rounds.max() >= TOO_MANY_ROUNDS:
        name = graph.node_names[rounds.max(axis=0).argmax()]
        raise InputError(
            f"usage: cost passes platform {name} more than a billion times{graph.when}."
        )
    steps = np.searchsorted(FEWER_PLACES_FROM, rounds.max(axis=1, initial=0.0), side="right")
    unit = 10 ** (PLACES - 3 * steps)
    flows = rounds[:, graph.source] * graph.ratio * unit[:, None]
    units = balanced(graph, np.rint(flows).astype(np.int64), np.diag(unit))
    units[:, graph.is_kept] = 0
    origin, edge = np.nonzero(units)
    names = graph.node_names
    return {
        "origin": names[origin],
        "from_node": names[graph.source[edge]],
        "to_node": names[graph.target[edge]],
        "ratio": units[origin, edge] / unit[origin],
    }


def balanced(graph: Graph, flows: Integers, own: Integers) -> Integers:
    """Return flows that balance at every platform: in and own equal out, and none is below zero.

    The edge of a platform's exit takes what its other edges leave. If they took too much, they
    give it back, and then what they enter is settled again; they only ever get less, so it ends.

    Args:
        graph: The day.
        flows: What passes each edge, rounded, not below zero; shape (origins, edges).
        own: What each platform adds of its own; shape (origins, platforms).
    """
    flows = flows.copy()
    exits, settled = exit_edges(graph)
    incoming = [np.flatnonzero(graph.target == platform) for platform in range(len(exits))]
    others = [
        np.setdiff1d(np.arange(len(flows.T))[graph.edges_of(platform)], exits[platform])
        for platform in range(len(exits))
    ]
    is_steady = False
    while not is_steady:
        is_steady = True
        for platform in reversed(settled):
            rest = others[platform]
            left = own[:, platform] + flows[:, incoming[platform]].sum(axis=1)
            left -= flows[:, rest].sum(axis=1)
            for origin in np.flatnonzero(left < 0):
                flows[origin, rest] = lowered(flows[origin, rest], int(-left[origin]))
                left[origin] = 0
                is_steady = False
            flows[:, exits[platform]] = left
    return flows


def lowered(amounts: Integers, by: int) -> Integers:
    """Return amounts whose sum is lower, the largest lowered first."""
    order = np.argsort(-amounts, kind="stable")
    before = np.cumsum(amounts[order]) - amounts[order]
    result = amounts.copy()
    result[order] -= np.clip(by - before, 0, amounts[order])
    return result


def exit_edges(graph: Graph) -> tuple[Integers, list[int]]:
    """Return the edge by which each platform gets to an owner, and platforms by nearness to one.

    Of all edges that enter what has been settled the largest is next, so no other way of a platform
    has a larger smallest ratio (R. Prim's rule, Bell System Technical Journal 36(6), 1957).
    """
    exits = np.full(len(graph.platforms), -1)
    settled: list[int] = []
    source, target = graph.source.tolist(), graph.target.tolist()
    ratio = graph.ratio.tolist()
    entering: dict[int, list[int]] = {}
    waiting: list[tuple[float, int]] = []
    for edge, consumer in enumerate(target):
        if consumer < len(exits):
            entering.setdefault(consumer, []).append(edge)
        else:
            heappush(waiting, (-ratio[edge], edge))
    while waiting:
        _, edge = heappop(waiting)
        platform = source[edge]
        if exits[platform] >= 0:
            continue
        exits[platform] = edge
        settled.append(platform)
        for before in entering.get(platform, []):
            if exits[source[before]] < 0:
                heappush(waiting, (-ratio[before], before))
    return exits, settled


def _exits(keep_closed_loops: bool, graph: Graph) -> Columns:
    """Return platform, hop, from_node and to_node of a day."""
    graph, _ = solvable(graph, keep_closed_loops)
    exits, _ = exit_edges(graph)
    is_kept = graph.is_kept
    rows = []
    for platform in range(len(exits)):
        node, hop = platform, 0
        while node < len(exits) and not is_kept[exits[node]]:
            hop += 1
            rows.append((platform, hop, node, graph.target[exits[node]]))
            node = graph.target[exits[node]]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    names = graph.node_names
    return {
        "platform": names[table[:, 0]],
        "hop": table[:, 1],
        "from_node": names[table[:, 2]],
        "to_node": names[table[:, 3]],
    }
