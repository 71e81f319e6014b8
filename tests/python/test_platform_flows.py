"""What passes along the edges between platforms and owners, and that it balances exactly."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from metered_usage import followed, usage_of, usages
from pandas.testing import assert_frame_equal

from infra_spend.allocation import (
    platform_exits,
    platform_exits_daily,
    platform_flows,
    platform_flows_daily,
    solve_platforms,
)
from infra_spend.allocation.flows import balanced, lowered
from infra_spend.allocation.metering import read_usage

UNIT = 1e-12
EVEN = st.integers(0, 20)
# So uneven that rounding decides about the smallest flows.
UNEVEN = st.sampled_from([0, 1, 2, 10**3, 10**6, 10**9])

Edge = tuple[str, str]


def flows_of(usage: pd.DataFrame, **options: bool) -> dict[str, dict[Edge, Decimal]]:
    """Return the flows of each origin, as decimals."""
    flows: dict[str, dict[Edge, Decimal]] = {}
    for origin, *edge, ratio in platform_flows(usage, **options).itertuples(index=False, name=None):
        flows.setdefault(origin, {})[edge[0], edge[1]] = Decimal(ratio)
    for edges in flows.values():
        places = places_of(edges.values())
        edges.update({edge: round(ratio, places) for edge, ratio in edges.items()})
    return flows


def places_of(ratios: Iterable[Decimal]) -> int:
    """Return how many decimal places the ratios of an origin have."""
    return 12 if max(ratios) < 10**3 else 9 if max(ratios) < 10**6 else 6


def surplus(edges: dict[Edge, Decimal]) -> dict[str, Decimal]:
    """Return what enters each node less what leaves it, where that is not zero."""
    rest: Counter[str] = Counter()
    for (source, target), amount in edges.items():
        rest[source] -= amount
        rest[target] += amount
    return {node: amount for node, amount in rest.items() if amount}


def test_each_edge_of_a_chain_carries_what_passes_it() -> None:
    assert flows_of(usage_of("a b 3, a x 1, b y 1")) == {
        "a": {
            ("a", "b"): Decimal("0.75"),
            ("a", "x"): Decimal("0.25"),
            ("b", "y"): Decimal("0.75"),
        },
        "b": {("b", "y"): Decimal(1)},
    }


def test_an_edge_of_a_circle_carries_every_round_at_once() -> None:
    # A cost of b comes back to it 3/4 of the time: it passes b 1 + 3/4 + 9/16 + ... = 4 times.
    assert flows_of(usage_of("a b 1, b a 3, b x 1"))["b"] == {
        ("a", "b"): Decimal(3),
        ("b", "a"): Decimal(3),
        ("b", "x"): Decimal(1),
    }


def test_nothing_leaves_a_platform_that_keeps_its_cost() -> None:
    assert flows_of(usage_of("a b 1, b x 0")) == {"a": {("a", "b"): Decimal(1)}}
    closed = usage_of("a b 1, b a 1, c a 1")
    assert flows_of(closed, keep_closed_loops=True) == {"c": {("c", "a"): Decimal(1)}}
    with pytest.raises(ValueError, match="no owner leaves the loop a -> b -> a, so"):
        platform_flows(closed)


@given(st.one_of(usages(EVEN), usages(UNEVEN)))
def test_what_enters_a_platform_leaves_it_exactly(usage: pd.DataFrame) -> None:
    try:
        flows = flows_of(usage)
    except ValueError as error:
        assume("more than a billion times" not in str(error))
        raise
    finals = solve_platforms(usage).set_index("platform")
    for origin, edges in flows.items():
        assert min(edges.values()) > 0
        rest = surplus(edges)
        assert rest.pop(origin) == -1
        assert sum(rest.values()) == 1
        # All that passes a platform counts for its rounds, on however many edges.
        tolerance = 100 * 0.1 ** places_of([sum(edges.values(), Decimal(1))])
        owned = finals.loc[[origin]].set_index("final_owner")["ratio"].to_dict()
        for owner in rest.keys() | owned.keys():
            error = abs(float(rest.get(owner, 0)) - owned.get(owner, 0.0))
            assert error <= tolerance


@given(usages(EVEN))
def test_flows_are_those_of_every_hop_together(usage: pd.DataFrame) -> None:
    reached, arrived = followed(usage)
    others = usage[usage["platform"] != usage["consumer"]]
    pairs = others.groupby(["platform", "consumer"])["quantity"].sum()
    pairs = pairs[pairs > 0]
    shares = pairs / pairs.groupby("platform").transform("sum")
    flows = flows_of(usage)
    for origin in set(reached.index) - set(arrived.columns):
        found = {edge: float(amount) for edge, amount in flows[origin].items()}
        for edge, share in shares.items():
            expected = reached.loc[origin, edge[0]] * share
            assert found.pop(edge, 0.0) == pytest.approx(expected, rel=1e-9, abs=100 * UNIT)
        assert not found


@pytest.mark.parametrize(("exit", "places"), [(0.04, 12), (0.0004, 9), (4e-7, 6)])
def test_strong_circles_balance_at_the_places_that_a_double_has(exit: float, places: int) -> None:
    # A cost goes round many times, three of four times the longer way.
    usage = usage_of(f"a b 1, b a 1, b c 3, c a 7, b x {exit}, b y {exit / 40}")
    edges = flows_of(usage)["a"]
    assert places_of(edges.values()) == places
    assert {node: amount for node, amount in surplus(edges).items() if amount < 0} == {"a": -1}


def test_a_cost_that_goes_round_a_billion_times_is_refused() -> None:
    usage = usage_of("a b 1, b a 1, b x 1e-10").assign(charge_date=pd.Timestamp("2026-03-01"))
    message = "cost passes platform a more than a billion times on 2026-03-01"
    with pytest.raises(ValueError, match=message):
        platform_flows_daily(usage)


def test_an_edge_never_gives_more_than_there_is() -> None:
    (graph,) = read_usage(usage_of("a b 1, a x 9, b a 2, b y 8"), False).graphs()
    names = graph.node_names
    edges = list(zip(names[graph.source], names[graph.target], strict=True))
    assert edges == [("a", "b"), ("a", "x"), ("b", "a"), ("b", "y")]
    # a has 1 of its own and 2 from b: 5 are too many for b, which has then less to give as well.
    found = balanced(graph, np.array([[5, 0, 2, 0]]), np.array([[1, 0]]))
    assert found.tolist() == [[3, 0, 2, 1]]


def test_the_largest_edges_give_first() -> None:
    assert lowered(np.array([3, 5, 1]), 6).tolist() == [2, 0, 1]
    assert lowered(np.array([3, 5, 1]), 9).tolist() == [0, 0, 0]
    assert lowered(np.array([5, 5]), 1).tolist() == [4, 5]


def test_exits_take_the_way_whose_smallest_ratio_is_largest() -> None:
    usage = usage_of("a b 8, a x 2, b c 7, b y 3, c z 1, d d 1, e d 1")
    exits = platform_exits(usage)
    assert exits.to_dict("split")["data"] == [
        ["a", 1, "a", "b"],
        ["a", 2, "b", "c"],
        ["a", 3, "c", "z"],
        ["b", 1, "b", "c"],
        ["b", 2, "c", "z"],
        ["c", 1, "c", "z"],
        ["e", 1, "e", "d"],
    ]


@given(usages(UNEVEN))
def test_exits_lead_from_every_platform_to_an_owner(usage: pd.DataFrame) -> None:
    exits = platform_exits(usage)
    used = usage[usage["quantity"] > 0]
    assert set(zip(exits["from_node"], exits["to_node"], strict=True)) <= set(
        zip(used["platform"], used["consumer"], strict=True)
    )
    finals = solve_platforms(usage)
    kept = set(finals["platform"][finals["platform"] == finals["final_owner"]])
    assert set(exits["platform"]) == set(usage["platform"]) - kept
    for platform, way in exits.groupby("platform"):
        assert way["hop"].tolist() == list(range(1, len(way) + 1))
        assert way["from_node"].tolist() == [platform, *way["to_node"][:-1]]
        assert way["from_node"].is_unique
        assert way["to_node"].iloc[-1] in set(finals["final_owner"])


MONEY = """
with

rounded as (
    select
        flows.from_node,
        flows.to_node,
        cast(round(sum(
            costs.cost * cast(floor(flows.ratio) as decimal(13, 0))
            + costs.cost * cast(flows.ratio - floor(flows.ratio) as decimal(13, 12))
        ), 10) as decimal(24, 10)) as cost
    from flows
    inner join costs on flows.origin = costs.platform
    group by flows.from_node, flows.to_node
),

moves as (
    select from_node as node, -cost as cost from rounded
    union all
    select to_node as node, cost from rounded
    union all
    select platform as node, cost from costs
),

left_over as (select node, sum(cost) as cost from moves group by node),

settled as (
    select from_node, to_node, cost from rounded
    union all
    select exits.from_node, exits.to_node, left_over.cost
    from exits
    inner join left_over on exits.platform = left_over.node
)

select from_node, to_node, sum(cost) as cost from settled group by from_node, to_node
"""


@profile(max_examples=25, deadline=None)
@given(usages(EVEN), st.lists(st.decimals(-1000, 10**7, places=10), min_size=5, max_size=5))
def test_money_that_is_settled_along_exits_balances_to_the_last_place(
    usage: pd.DataFrame, costs: list[Decimal]
) -> None:
    platforms = sorted(set(usage["platform"]))
    own = dict(zip(platforms, costs, strict=False))
    with duckdb.connect() as session:
        session.register("flows", platform_flows(usage))
        session.register("exits", platform_exits(usage))
        session.execute("create table costs (platform text, cost decimal(24, 10))")
        session.executemany("insert into costs values (?, ?)", list(own.items()))
        edges = {(source, to): cost for source, to, cost in session.sql(MONEY).fetchall()}
    rest = surplus(edges)
    passing_on = set(platform_exits(usage)["platform"])
    finals = solve_platforms(usage)
    for platform in passing_on:
        assert rest.pop(platform, Decimal(0)) == -own[platform]
    assert sum(rest.values()) == sum(own[platform] for platform in passing_on)
    paid: Counter[str] = Counter()
    for platform, owner, ratio in finals.itertuples(index=False, name=None):
        if platform != owner:
            paid[owner] += own[platform] * round(Decimal(ratio), 12)
    for owner in set(rest) | set(paid):
        assert abs(rest.get(owner, 0) - paid[owner]) < Decimal("0.01")


def test_days_and_the_order_of_rows_change_nothing() -> None:
    usage = usage_of("a b 1, a x 3, b a 2, b c 5, c a 1, c y 2, c c 4")
    dates = [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-02")]
    daily = pd.concat([usage.assign(charge_date=day) for day in dates]).sample(
        frac=1, random_state=5
    )
    for many, one in (
        (platform_flows_daily, platform_flows),
        (platform_exits_daily, platform_exits),
    ):
        expected = pd.concat([one(usage).assign(charge_date=day) for day in dates])
        columns = ["charge_date", *one(usage).columns]
        assert_frame_equal(many(daily), expected[columns].reset_index(drop=True))
        assert many(daily[:0]).dtypes.to_dict() == many(daily).dtypes.to_dict()
