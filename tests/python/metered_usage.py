"""Usage of platforms for tests: short to write down, drawn at random, and followed hop by hop."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from hypothesis import strategies as st

COLUMNS = ["platform", "consumer", "quantity"]


def usage_of(text: str) -> pd.DataFrame:
    """Return the usage that a text says: "a b 3, a x 1" is 3 of a used by b and 1 by x."""
    rows = [part.split() for part in text.split(",")]
    return pd.DataFrame([(*names, float(number)) for *names, number in rows], columns=COLUMNS)


def with_exits(rows: Iterable[tuple[str, str, int]]) -> pd.DataFrame:
    """Return usage in which every platform gets to an owner: those that do not get one."""
    rows = list(rows)
    used = {(platform, consumer) for platform, consumer, quantity in rows if quantity}
    platforms = sorted({platform for platform, *_ in rows})
    # A platform that nobody else uses is the owner of its own cost.
    reaching = {name for name in platforms if not {c for p, c in used if p == name} - {name}}
    reaching |= {consumer for _, consumer in used if consumer not in platforms}
    for platform in platforms:
        for _ in platforms:
            reaching |= {source for source, target in used if target in reaching}
        if platform not in reaching:
            rows.append((platform, "the last owner", 1))
            used.add((platform, "the last owner"))
            reaching |= {"the last owner", platform}
    return pd.DataFrame(rows, columns=COLUMNS).astype({"quantity": float})


PLATFORMS = ["alpha", "beta", "gamma", "delta", "eps"]
OWNERS = ["team 1", "team 2", "team 3"]


def usages(quantities: st.SearchStrategy[int]) -> st.SearchStrategy[pd.DataFrame]:
    """Return usage at random: circles, self-use, repeated pairs, and zeros are all in it."""
    row = st.tuples(st.sampled_from(PLATFORMS), st.sampled_from(PLATFORMS + OWNERS), quantities)
    return st.lists(row, min_size=1, max_size=25).map(with_exits)


def followed(usage: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what reaches every node of every platform's cost, and what ends there, hop by hop.

    2^60 hops are followed, twice as many at a time: all hops until n are those until n / 2, and
    these again from where n / 2 hops lead.
    """
    others = usage[usage["platform"] != usage["consumer"]]
    given = others.pivot_table(
        index="platform", columns="consumer", values="quantity", aggfunc="sum", fill_value=0.0
    )
    platforms = sorted(set(usage["platform"]))
    nodes = [*platforms, *sorted(set(usage["consumer"]) - set(platforms))]
    given = given.reindex(index=nodes, columns=nodes, fill_value=0.0)
    total = given.sum(axis=1)
    step = given.div(total.where(total > 0, 1.0), axis=0).to_numpy()
    passed = np.eye(len(nodes))
    for _ in range(60):
        passed = passed + step @ passed
        step = step @ step
    reached = pd.DataFrame(passed, index=nodes, columns=nodes)
    return reached.loc[platforms], reached.loc[platforms, list(total.index[total == 0])]
