"""The simultaneous equations of platforms that use each other: Y = (I - A)^-1 G.

A holds what platforms pass to platforms, G what each of them starts with, or passes to owners.
Reciprocal cost allocation is the Leontief inverse of the platforms' own input-output table
(W. Leontief, 1936; for service departments N. Churchill, The Accounting Review 39(4), 1964).

Components come one after the other, each after those that it passes cost to. Only platforms that
really depend on each other are solved together, and by elimination without a subtraction: a pivot
1 - a is the sum of what leaves it (W. Grassmann, M. Taksar, D. Heyman, Operations Research 33(5),
1985). So every share has nearly full accuracy, however little leaves a loop; a solver that
subtracts loses as many digits as the loop is tight. Columns are taken in panels, so that nearly
all of the work is products of matrices.
"""

from itertools import pairwise

import numpy as np

from infra_spend.allocation.loops import loop_text
from infra_spend.allocation.metering import Floats, Graph
from infra_spend.errors import InputError

PANEL = 32
# A product of panel x rows x columns this small is not divided among threads by OpenBLAS. Divided,
# it takes twice the processor time, and on a busy machine, where threads wait for each other, 20
# times as much.
TILE = (64, 128)


def solved(graph: Graph, found: list[list[int]], given: Floats) -> Floats:
    """Return Y = (I - A)^-1 G.

    Args:
        graph: A day whose components all have an edge that leaves them.
        found: Its components, as ``loops.components`` gives them.
        given: G, not below zero; shape (platforms, columns).

    Raises:
        InputError: so little leaves a loop that a double cannot hold it.
    """
    result = given.copy()
    between = graph.is_between_platforms
    source, target, ratio = graph.source[between], graph.target[between], graph.ratio[between]
    owned = np.zeros(len(result))
    np.add.at(owned, graph.source[~between], graph.ratio[~between])
    bounds = np.searchsorted(source, np.arange(len(result) + 1)).tolist()
    edges = [slice(first, end) for first, end in pairwise(bounds)]
    place = np.full(len(result), -1)
    for members in found:
        if len(members) == 1:
            of_member = edges[members[0]]
            result[members[0]] += ratio[of_member] @ result[target[of_member]]
            continue
        place[members] = np.arange(len(members))
        transfer = np.zeros((len(members), len(members)))
        leaving = owned[members]
        for row, platform in enumerate(members):
            to, part = target[edges[platform]], ratio[edges[platform]]
            inside = place[to] >= 0
            transfer[row, place[to[inside]]] = part[inside]
            leaving[row] += part[~inside].sum()
            result[platform] += part[~inside] @ result[to[~inside]]
        place[members] = -1
        result[members] = absorbed(transfer, leaving, result[members])
        if not np.isfinite(result[members]).all():
            raise InputError(
                f"usage: next to nothing leaves the loop {loop_text(graph, members)}{graph.when}."
            )
    return result


def absorbed(transfer: Floats, leaving: Floats, given: Floats) -> Floats:
    """Return (I - transfer)^-1 given of one component, without a subtraction.

    Args:
        transfer: What platforms pass to each other, diagonal 0; shape (size, size).
        leaving: What leaves the component; 1 together with its row of ``transfer``; shape (size,).
        given: Not below zero; shape (size, columns).
    """
    size = len(transfer)
    work = np.hstack([transfer, leaving[:, None], given])
    with np.errstate(all="ignore"):
        for first in range(0, size, PANEL):
            end = min(first + PANEL, size)
            _eliminate_panel(work, first, end)
            _add_product(work[end:, end:], work[end:, first:end], work[first:end, end:])
        result = work[:, size + 1 :]
        for first in reversed(range(0, size, PANEL)):
            end = min(first + PANEL, size)
            for row in range(end, size, TILE[0]):
                rows = slice(row, min(row + TILE[0], size))
                _add_product(result[first:end], work[first:end, rows], result[rows])
            for row in reversed(range(first, end)):
                result[row] += work[row, row + 1 : end] @ result[row + 1 : end]
    return result


def _eliminate_panel(work: Floats, first: int, end: int) -> None:
    """Eliminate some columns; what lies on the diagonal is never read."""
    size = len(work)
    for pivot in range(first, end):
        before = slice(first, pivot)
        work[pivot + 1 :, pivot] += work[pivot + 1 :, before] @ work[before, pivot]
        work[pivot, pivot + 1 :] += work[pivot, before] @ work[before, pivot + 1 :]
        work[pivot, pivot + 1 :] /= work[pivot, pivot + 1 : size + 1].sum()


def _add_product(target: Floats, left: Floats, right: Floats) -> None:
    """Add left @ right to target, in tiles."""
    for row in range(0, target.shape[0], TILE[0]):
        rows = slice(row, row + TILE[0])
        for column in range(0, target.shape[1], TILE[1]):
            columns = slice(column, column + TILE[1])
            target[rows, columns] += left[rows] @ right[:, columns]
