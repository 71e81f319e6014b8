"""Coherent forecasts: every parent is the sum of its children, in whole cents.

Weighted least squares on a tree (the diagonal form of MinT; Wickramasuriya, Athanasopoulos and
Hyndman, 2019) needs no matrix: going up, what a node says and what its children say are weighed by
how exact they are; coming down, what a node differs by is divided among its children by how
inexact those are. That is the same solution, in time that grows with the nodes.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.errors import InputError
from infra_spend.forecasting.panel import (
    Flags,
    Floats,
    Integers,
    Names,
    names_in_order,
    read_days,
    read_numbers,
    refuse,
)

CENTS = 100
# Doubles hold every whole number up to this.
MOST_CENTS = 2.0**53
WHAT = "forecasts"


@dataclass(frozen=True)
class _Tree:
    """Nodes by number; shapes (nodes,). ``parent`` is -1 for a root, ``depth`` 0."""

    names: Names
    parent: Integers
    depth: Integers

    @property
    def levels(self) -> list[Integers]:
        """Return the nodes of each depth, roots first."""
        return [
            np.flatnonzero(self.depth == depth) for depth in range(self.depth.max(initial=-1) + 1)
        ]

    @property
    def is_leaf(self) -> Flags:
        """Return whether a node has no children."""
        return ~np.isin(np.arange(len(self.parent)), self.parent)


def reconcile(forecasts: pd.DataFrame, hierarchy: pd.DataFrame) -> pd.DataFrame:
    """Return forecasts whose parents are the sums of their children, in whole cents, on every day.

    Exactness is told by the intervals: a node counts by the inverse of the squared width of the
    first one, on average over its days. Without intervals all leaves are equally exact, and a
    parent as inexact as its leaves together. A node of width 0 is fixed; one without a forecast is
    the sum of its children. Bounds move with their mean, and are no sums.

    Args:
        forecasts: Rows of ``series_id``, ``date``, ``mean`` and any other columns; ``lower_*`` and
            ``upper_*`` are bounds. Every leaf has a row on every day, a parent on
            every day or none.
        hierarchy: Rows of ``series_id`` and ``parent_id``, which is empty for a root.

    Returns:
        The same columns, one row per node and day, in order of both. A mean is a whole number of
        cents, held by the double next to it: cast to decimal it is exact. Cents are divided from
        the roots down by the largest remainder, the first of equals in order of name.

    Raises:
        InputError: a ValueError that names the series, the column and the first bad row.
    """
    tree = _read_tree(hierarchy)
    base, days, places, bounds = _read_forecasts(forecasts, tree)
    variance = _variances(base, bounds, tree)
    coherent = _coherent(base, variance, tree)
    cents = _whole_cents(coherent, tree)
    return _rows(forecasts, places, cents / CENTS, base, days, tree)


def _read_tree(hierarchy: pd.DataFrame) -> _Tree:
    for column in ("series_id", "parent_id"):
        if column not in hierarchy.columns:
            raise InputError(f"hierarchy has no column {column}.")
    refuse(
        hierarchy,
        "series_id",
        hierarchy["series_id"].isna().to_numpy(),
        "needs a name",
        "hierarchy",
    )
    code, names = names_in_order(hierarchy["series_id"])
    twice = hierarchy["series_id"].duplicated().to_numpy()
    refuse(hierarchy, "series_id", twice, "has two parents", "hierarchy")
    given = hierarchy["parent_id"]
    found = pd.Index(names).get_indexer(pd.Index(given))
    refuse(
        hierarchy, "parent_id", given.notna().to_numpy() & (found < 0), "is no series", "hierarchy"
    )
    parent = np.full(len(names), -1, dtype=np.int64)
    parent[code] = found
    depth, above = np.zeros(len(names), dtype=np.int64), parent.copy()
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
        endless = depth[code] >= len(names)
        refuse(hierarchy, "parent_id", endless, "leads round in a circle", "hierarchy")
    return _Tree(names, parent, depth)


def _read_forecasts(
    forecasts: pd.DataFrame, tree: _Tree
) -> tuple[Floats, pd.DatetimeIndex, Integers, Floats | None]:
    """Return means (days, nodes), days, the row of each (days, nodes; -1: none), and widths."""
    for column in ("series_id", "date", "mean"):
        if column not in forecasts.columns:
            raise InputError(f"forecasts has no column {column}.")
    values = read_numbers(forecasts, "mean", WHAT)
    numbers = read_days(forecasts, WHAT)
    found, names = names_in_order(forecasts["series_id"])
    node = pd.Index(tree.names).get_indexer(pd.Index(names))[found]
    refuse(forecasts, "series_id", node < 0, "is not in the hierarchy", WHAT)
    refuse(forecasts, "mean", np.abs(values) * CENTS >= MOST_CENTS, "has no exact cents", WHAT)
    seen, day = np.unique(numbers, return_inverse=True)
    places = np.full((len(seen), len(tree.names)), -1, dtype=np.int64)
    places[day, node] = np.arange(len(forecasts))
    refuse(
        forecasts,
        "date",
        places[day, node] != np.arange(len(forecasts)),
        "is there twice for this series",
        WHAT,
    )
    has = places >= 0
    gaps = np.flatnonzero((tree.is_leaf & ~has.all(axis=0)) | (has.any(axis=0) & ~has.all(axis=0)))
    if len(gaps):
        first = np.datetime64(int(seen[np.flatnonzero(~has[:, gaps[0]])[0]]), "D")
        raise InputError(f"forecasts.date: series {tree.names[gaps[0]]!r} has no row on {first}.")
    base = np.where(has, values[places], np.nan)
    widths = next((name for name in forecasts.columns if str(name).startswith("upper_")), None)
    bounds = None
    if widths is not None:
        lower = read_numbers(forecasts, str(widths).replace("upper_", "lower_", 1), WHAT)
        bounds = (read_numbers(forecasts, str(widths), WHAT) - lower)[places]
    dates = pd.DatetimeIndex(seen.astype("datetime64[D]").astype("datetime64[ns]"))
    return base, dates, places, bounds


def _variances(base: Floats, widths: Floats | None, tree: _Tree) -> Floats:
    """Return how inexact each node is; infinite where it has no forecast; shape (nodes,)."""
    if widths is not None:
        variance = (widths**2).mean(axis=0) if len(widths) else np.zeros(len(tree.names))
    else:
        variance = tree.is_leaf.astype(np.float64)
        for nodes in reversed(tree.levels[1:]):
            np.add.at(variance, tree.parent[nodes], variance[nodes])
    return np.where(np.isnan(base).any(axis=0), np.inf, variance)


def _coherent(base: Floats, variance: Floats, tree: _Tree) -> Floats:
    """Return the weighted least squares solution; shape (days, nodes)."""
    best, spread = np.nan_to_num(base), variance.copy()
    summed, inexact = np.zeros_like(best), np.zeros(len(variance))
    for nodes in reversed(tree.levels):
        inner = nodes[~tree.is_leaf[nodes]]
        own, below = variance[inner], inexact[inner]
        is_told = np.isfinite(own)
        own = np.where(is_told, own, 0.0)
        total = own + below
        part = np.divide(own, total, out=np.ones_like(own), where=total > 0)
        weight = np.where(is_told, part, 1.0)
        best[:, inner] += weight * (summed[:, inner] - best[:, inner])
        spread[inner] = np.where(is_told, (1 - weight) * own, below)
        _add_children(summed, best, nodes, tree)
        has_parent = nodes[tree.parent[nodes] >= 0]
        np.add.at(inexact, tree.parent[has_parent], spread[has_parent])
    counts = np.bincount(tree.parent[tree.parent >= 0], minlength=len(variance))
    for nodes in tree.levels[1:]:
        above = tree.parent[nodes]
        part = np.divide(
            spread[nodes], inexact[above], out=1.0 / counts[above], where=inexact[above] > 0
        )
        best[:, nodes] += part * (best[:, above] - summed[:, above])
    return best


def _add_children(summed: Floats, best: Floats, nodes: Integers, tree: _Tree) -> None:
    """Add what nodes of one depth come to, to their parents."""
    nodes = nodes[tree.parent[nodes] >= 0]
    if len(nodes):
        order = nodes[np.argsort(tree.parent[nodes], kind="stable")]
        above = tree.parent[order]
        starts = np.flatnonzero(np.diff(above, prepend=-1))
        summed[:, above[starts]] = np.add.reduceat(best[:, order], starts, axis=1)


def _whole_cents(coherent: Floats, tree: _Tree) -> Floats:
    """Return whole cents, divided from the roots down; shape (days, nodes)."""
    exact = coherent * CENTS
    cents = np.floor(exact)
    if not tree.levels:
        return cents
    roots = tree.levels[0]
    cents[:, roots] = np.rint(exact[:, roots])
    for nodes in tree.levels[1:]:
        order = nodes[np.argsort(tree.parent[nodes], kind="stable")]
        above = tree.parent[order]
        starts = np.flatnonzero(np.diff(above, prepend=-1))
        group = np.cumsum(np.diff(above, prepend=-1) != 0) - 1
        missing = cents[:, above[starts]] - np.add.reduceat(cents[:, order], starts, axis=1)
        # Rank the remainders of a parent's children, largest first, in order of name.
        rest = exact[:, order] - cents[:, order]
        ranked = np.lexsort(
            (np.broadcast_to(order, rest.shape), -rest, np.broadcast_to(group, rest.shape)), axis=1
        )
        rank = np.empty_like(ranked)
        np.put_along_axis(rank, ranked, np.arange(len(order)) - starts[group], axis=1)
        cents[:, order] += rank < missing[:, group]
    return cents


def _rows(
    forecasts: pd.DataFrame,
    places: Integers,
    means: Floats,
    base: Floats,
    days: pd.DatetimeIndex,
    tree: _Tree,
) -> pd.DataFrame:
    """Return the rows of all nodes and days; those that had none are empty but for the mean."""
    place = places.T.ravel()
    rows = forecasts.iloc[np.maximum(place, 0)].reset_index(drop=True)
    rows = rows.where(pd.Series(place >= 0), axis=0) if (place < 0).any() else rows
    moved = np.nan_to_num(means - base).T.ravel()
    rows["series_id"] = np.repeat(tree.names, len(days))
    rows["date"] = np.tile(days, len(tree.names))
    rows["mean"] = means.T.ravel()
    for column in rows.columns:
        if str(column).startswith(("lower_", "upper_")):
            rows[column] = rows[column] + moved
    return rows
