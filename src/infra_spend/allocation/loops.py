"""Loops of platforms that use each other, and those of them that no cost can leave."""

from collections import deque
from itertools import pairwise

import numpy as np

from infra_spend.allocation.metering import Graph
from infra_spend.errors import InputError


def solvable(graph: Graph, keep_closed_loops: bool) -> tuple[Graph, list[list[int]]]:
    """Return a graph of which an edge leaves every component, and its components.

    Raises:
        InputError: no owner leaves a loop, and its cost is not to be kept.
    """
    found = components(graph)
    loops = closed(graph, found)
    if not loops:
        return graph, found
    if not keep_closed_loops:
        raise InputError(
            f"usage: no owner leaves the loop {loop_text(graph, loops[0])}{graph.when}, so its cost"
            " has nowhere to go; every loop needs a consumer outside of it."
        )
    kept = graph.keeping_cost_of(np.concatenate(loops))
    return kept, components(kept)


def components(graph: Graph) -> list[list[int]]:
    """Return the strongly connected platforms, each component after all that it passes cost to.

    Method: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972;
    with a stack of its own in the place of recursion.
    """
    consumers = platform_consumers(graph)
    count = len(consumers)
    found = [-1] * count
    lowest = [0] * count
    done = [False] * count
    open_nodes: list[int] = []
    result: list[list[int]] = []
    clock = 0
    for root in range(count):
        if found[root] >= 0:
            continue
        path = [(root, iter(consumers[root]))]
        found[root] = lowest[root] = clock
        clock += 1
        open_nodes.append(root)
        while path:
            node, following = path[-1]
            for consumer in following:
                if found[consumer] < 0:
                    found[consumer] = lowest[consumer] = clock
                    clock += 1
                    open_nodes.append(consumer)
                    path.append((consumer, iter(consumers[consumer])))
                    break
                if not done[consumer]:
                    lowest[node] = min(lowest[node], found[consumer])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == found[node]:
                    members = [open_nodes.pop()]
                    while members[-1] != node:
                        members.append(open_nodes.pop())
                    for member in members:
                        done[member] = True
                    result.append(sorted(members))
    return result


def platform_consumers(graph: Graph) -> list[list[int]]:
    """Return the platforms that each platform passes cost to, in order."""
    between = graph.is_between_platforms
    source, target = graph.source[between], graph.target[between]
    starts = np.searchsorted(source, np.arange(len(graph.platforms) + 1)).tolist()
    targets = target.tolist()
    return [targets[first:end] for first, end in pairwise(starts)]


def closed(graph: Graph, found: list[list[int]]) -> list[list[int]]:
    """Return the components that no edge leaves, in order of their first platform.

    A platform that keeps its cost is not one of them: it is its own final owner.
    """
    component = np.full(len(graph.nodes), -1)
    for number, members in enumerate(found):
        component[members] = number
    leaves = component[graph.source] != component[graph.target]
    is_open = np.bincount(component[graph.source[leaves]], minlength=len(found)) > 0
    return sorted(members for number, members in enumerate(found) if not is_open[number])


def shortest_loop(graph: Graph, members: list[int]) -> list[int]:
    """Return the platforms of the shortest loop in a component, the first of equals in order."""
    consumers = platform_consumers(graph)
    inside = set(members)
    best: list[int] = []
    for start in members:
        came_from = {start: start}
        waiting = deque([start])
        while waiting and len(best) != 2:
            node = waiting.popleft()
            if start in consumers[node]:
                loop = [node]
                while loop[-1] != start:
                    loop.append(came_from[loop[-1]])
                if not best or len(loop) < len(best):
                    best = loop[::-1]
                break
            for consumer in consumers[node]:
                if consumer in inside and consumer not in came_from:
                    came_from[consumer] = node
                    waiting.append(consumer)
    return best


def loop_text(graph: Graph, members: list[int]) -> str:
    """Return the shortest loop of a component for a reader: a -> b -> a."""
    loop = shortest_loop(graph, members)
    return " -> ".join(graph.node_names[[*loop, loop[0]]])
