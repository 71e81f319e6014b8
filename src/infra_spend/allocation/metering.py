"""What platforms metered, checked and turned into one graph a day."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infra_spend.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Names = NDArray[np.object_]

DATE = "charge_date"


@dataclass(frozen=True)
class Graph:
    """Who passes how much of its cost to whom on one day.

    Nodes are numbered: first the platforms, then the final owners, each in order of name. A
    platform whose consumers are unknown is an owner as well, and passes everything to itself there.

    Attributes:
        date: The day, if it has a date.
        names: What the nodes of any day are called, in order; shape (names,), objects.
        platforms: Positions of the platforms in ``names``, ascending; shape (platforms,).
        owners: Positions of the final owners in ``names``, ascending; shape (owners,).
        source: Number of the platform that an edge leaves, ascending; shape (edges,).
        target: Number of the node that it enters, by name within its source; shape (edges,).
        ratio: Part of what its platform passes on, above 0; those of a platform sum to 1.
    """

    date: Hashable
    names: Names
    platforms: Integers
    owners: Integers
    source: Integers
    target: Integers
    ratio: Floats

    @property
    def when(self) -> str:
        """Return the day for the end of a message."""
        return "" if self.date is None else f" on {self.date}".removesuffix(" 00:00:00")

    @property
    def nodes(self) -> Integers:
        """Return the position of every node in ``names``."""
        return np.concatenate([self.platforms, self.owners])

    @property
    def node_names(self) -> Names:
        """Return what the nodes are called."""
        return self.names[self.nodes]

    @property
    def is_between_platforms(self) -> Flags:
        """Return for every edge whether it enters a platform."""
        return np.asarray(self.target < len(self.platforms))

    def keeping_cost_of(self, platforms: Integers) -> "Graph":
        """Return the same day with some platforms passing nothing on."""
        nodes = self.nodes
        others = ~np.isin(self.source, platforms)
        return graph_of(
            self.date,
            self.names,
            self.platforms,
            (nodes[self.source[others]], nodes[self.target[others]], self.ratio[others]),
        )


def graph_of(
    date: Hashable, names: Names, platforms: Integers, edges: tuple[Integers, Integers, Floats]
) -> Graph:
    """Return the graph of a day; a platform that no edge leaves keeps its cost.

    ``edges`` are source and target as positions in ``names``, sorted by both, and the ratio.
    """
    source, target, ratio = edges
    kept = np.setdiff1d(platforms, source)
    source, target = np.concatenate([source, kept]), np.concatenate([target, kept])
    stays = source == target
    is_owner = stays | ~np.isin(target, platforms)
    owners = np.unique(target[is_owner])
    number = np.where(
        is_owner,
        len(platforms) + np.searchsorted(owners, target),
        np.searchsorted(platforms, target),
    )
    order = np.argsort(source, kind="stable")
    return Graph(
        date=date,
        names=names,
        platforms=platforms,
        owners=owners,
        source=np.searchsorted(platforms, source[order]),
        target=number[order],
        ratio=np.concatenate([ratio, np.ones(len(kept))])[order],
    )


@dataclass(frozen=True)
class Metering:
    """Checked usage of some days, summed by day, platform and consumer.

    Attributes:
        names: Every platform and consumer, in order; shape (names,), objects.
        dates: The days, ascending; None if there is one that has no date.
        group_day: Position in ``dates`` of each group of rows of a day and platform, ascending.
        group_platform: Position in ``names`` of its platform, ascending in a day.
        group_start: The first row of each group, and behind the last the number of rows.
        consumer: Position in ``names`` of the consumer of a row, ascending in a group.
        ratio: Its part of what others than the platform itself used; 0 where nobody else did.
    """

    names: Names
    dates: pd.Index | None
    group_day: Integers
    group_platform: Integers
    group_start: Integers
    consumer: Integers
    ratio: Floats

    def graphs(self) -> Iterator[Graph]:
        """Return the graph of each day, in order of day."""
        bounds = np.flatnonzero(np.diff(self.group_day, prepend=-1, append=-1)).tolist()
        for first, end in pairwise(bounds):
            date = None if self.dates is None else self.dates[self.group_day[first]]
            platforms = self.group_platform[first:end]
            starts = self.group_start[first : end + 1]
            rows = slice(starts[0], starts[-1])
            used = self.ratio[rows] > 0
            source = np.repeat(platforms, np.diff(starts))
            edges = (source[used], self.consumer[rows][used], self.ratio[rows][used])
            yield graph_of(date, self.names, platforms, edges)

    def empty_graph(self) -> Graph:
        """Return the graph of a day on which nothing was metered."""
        nothing = np.zeros(0, dtype=np.int64)
        return graph_of(None, self.names, nothing, (nothing, nothing, np.zeros(0)))


def read_usage(usage: pd.DataFrame, is_daily: bool) -> Metering:
    """Check rows of platform, consumer, quantity and, if there are many days, charge_date; add up.

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    for column in ("platform", "consumer", "quantity", *[DATE] * is_daily):
        if column not in usage.columns:
            raise InputError(f"usage has no column {column}.")
    day, dates = _dated(usage) if is_daily else (np.zeros(len(usage), dtype=np.int64), None)
    platform, consumer, names = _named(usage)
    quantity = _quantities(usage)
    group = day * len(names) + platform
    # The order of equals decides the last digit of a sum, so it may not be that of the rows.
    order = np.lexsort((quantity, group * len(names) + consumer))
    group, consumer, quantity = group[order], consumer[order], quantity[order]
    starts = _starts(group, consumer)
    with np.errstate(over="ignore"):
        quantity = np.add.reduceat(quantity, starts) if len(starts) else quantity
        group, consumer = group[starts], consumer[starts]
        # What a platform uses of itself is not for anybody: the others share its cost.
        quantity = np.where(consumer == group % max(len(names), 1), 0.0, quantity)
        group_start = _starts(group)
        total = np.add.reduceat(quantity, group_start) if len(starts) else quantity
    group = group[group_start]
    if not np.isfinite(total).all():
        worst = names[group[~np.isfinite(total)][0] % len(names)]
        raise InputError(f"usage.quantity: the sum of platform {worst!r} is too large.")
    ends = np.append(group_start, len(quantity))
    whole = np.repeat(np.where(total > 0, total, 1.0), np.diff(ends))
    return Metering(
        names=names,
        dates=dates,
        group_day=group // max(len(names), 1),
        group_platform=group % max(len(names), 1),
        group_start=ends,
        consumer=consumer,
        ratio=quantity / whole,
    )


def _dated(usage: pd.DataFrame) -> tuple[Integers, pd.Index]:
    """Return the positions of days among all days, and these in order."""
    _refuse(usage, DATE, usage[DATE].isna().to_numpy(), "needs a day")
    day, dates = pd.factorize(usage[DATE], sort=True)
    return day.astype(np.int64), pd.Index(dates)


def _starts(*keys: Integers) -> Integers:
    """Return where a sorted combination of keys begins to be another one."""
    changes = np.ones(len(keys[0]), dtype=np.bool_)
    if len(changes):
        changes[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return np.flatnonzero(changes)


def _named(usage: pd.DataFrame) -> tuple[Integers, Integers, Names]:
    """Return the positions of platforms and consumers among all names, and these in order."""
    for column in ("platform", "consumer"):
        _refuse(usage, column, usage[column].isna().to_numpy(), "needs a name")
    values = np.concatenate(
        [usage[column].to_numpy(dtype=object) for column in ("platform", "consumer")]
    )
    codes, found = pd.factorize(values)
    not_text = [at for at, name in enumerate(found) if not isinstance(name, str)]
    platform, consumer = np.split(codes, 2)
    for column, numbers in (("platform", platform), ("consumer", consumer)):
        _refuse(usage, column, np.isin(numbers, not_text), "has to be text")
    order = np.argsort(found)
    place = np.empty(len(found), dtype=np.int64)
    place[order] = np.arange(len(found))
    return place[platform], place[consumer], found[order]


def _quantities(usage: pd.DataFrame) -> Floats:
    """Return the quantities as doubles, all finite and none below zero."""
    numbers = pd.to_numeric(usage["quantity"], errors="coerce")
    values = np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan))
    bad = ~(np.isfinite(values) & (values >= 0))
    _refuse(usage, "quantity", bad, "has to be a finite number, not below zero")
    return values


def _refuse(usage: pd.DataFrame, column: str, bad: Flags, rule: str) -> None:
    if bad.any():
        at = int(bad.argmax())
        value = usage[column].iloc[at]
        shown = repr(value) if isinstance(value, str) else value
        raise InputError(f"usage.{column}: row {usage.index[at]} is {shown} and {rule}.")
