"""How often a cost passes each platform, and that nothing is lost on the way."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from metered_usage import followed, usage_of, usages
from pandas.testing import assert_frame_equal

from infra_spend.allocation import platform_throughputs_daily, solve_platforms

DAY = pd.Timestamp("2026-03-01")
UNIT = 1e-12
EVEN = st.integers(0, 20)
# So uneven that rounding decides about the smallest.
UNEVEN = st.sampled_from([0, 1, 2, 10**3, 10**6, 10**9])

Throughputs = dict[str, dict[str, float]]


def throughputs_of(usage: pd.DataFrame, **options: bool) -> Throughputs:
    """Return how often the cost of each origin passes each platform."""
    found = platform_throughputs_daily(usage.assign(charge_date=DAY), **options)
    assert list(found.columns) == ["charge_date", "origin", "platform", "ratio"]
    throughputs: Throughputs = {}
    for origin, platform, ratio in found.drop(columns="charge_date").itertuples(index=False):
        throughputs.setdefault(origin, {})[platform] = ratio
    return throughputs


def usage_ratios(usage: pd.DataFrame) -> "pd.Series[float]":
    """Return what each platform passes to each consumer, without what it uses itself."""
    others = usage[(usage["platform"] != usage["consumer"]) & (usage["quantity"] > 0)]
    pairs = others.groupby(["platform", "consumer"])["quantity"].sum()
    return pairs / pairs.groupby("platform").transform("sum")


@pytest.mark.parametrize(
    ("usage", "throughputs"),
    [
        pytest.param("a b 3, a x 1, b y 1", {"a": {"a": 1, "b": 0.75}, "b": {"b": 1}}, id="chain"),
        pytest.param(
            "a b 1, a c 3, b d 1, c d 1, c x 1, d y 1",
            {
                "a": {"a": 1, "b": 0.25, "c": 0.75, "d": 0.625},
                "b": {"b": 1, "d": 1},
                "c": {"c": 1, "d": 0.5},
                "d": {"d": 1},
            },
            id="diamond",
        ),
        # A cost of b comes back to it 3/4 of the time: it passes b 1 + 3/4 + 9/16 + ... = 4 times.
        pytest.param(
            "a b 1, b a 3, b x 1",
            {"a": {"a": 4, "b": 4}, "b": {"a": 3, "b": 4}},
            id="two that use each other",
        ),
        pytest.param(
            "a a 9, a b 1, a x 1, b x 1", {"a": {"a": 1, "b": 0.5}, "b": {"b": 1}}, id="self-use"
        ),
        pytest.param("a b 1, b x 0", {"a": {"a": 1, "b": 1}, "b": {"b": 1}}, id="no meter"),
    ],
)
def test_a_cost_passes_a_platform_as_often_as_every_hop_together(
    usage: str, throughputs: Throughputs
) -> None:
    assert throughputs_of(usage_of(usage)) == throughputs


def test_a_loop_that_no_owner_leaves_keeps_what_reaches_it() -> None:
    closed = usage_of("a b 1, b a 1, c a 1")
    assert throughputs_of(closed, keep_closed_loops=True) == {
        "a": {"a": 1},
        "b": {"b": 1},
        "c": {"a": 1, "c": 1},
    }
    with pytest.raises(ValueError, match="no owner leaves the loop a -> b -> a on 2026-03-01, so"):
        throughputs_of(closed)


@given(usages(EVEN))
def test_throughputs_are_those_of_every_hop_together(usage: pd.DataFrame) -> None:
    reached, _ = followed(usage)
    found = throughputs_of(usage)
    for origin in reached.index:
        for platform in reached.index:
            expected = reached.loc[origin, platform]
            assert found[origin].get(platform, 0.0) == pytest.approx(expected, rel=1e-9, abs=UNIT)


@given(st.one_of(usages(EVEN), usages(UNEVEN)))
def test_what_enters_a_platform_leaves_it_along_its_edges(usage: pd.DataFrame) -> None:
    try:
        throughputs = throughputs_of(usage)
    except ValueError as error:
        assume("more than a billion times" not in str(error))
        raise
    ratios = usage_ratios(usage)
    finals = solve_platforms(usage).set_index("platform")
    for origin, passed in throughputs.items():
        assert passed[origin] >= 1
        arrived: Counter[str] = Counter({origin: 1.0})
        for (platform, consumer), ratio in ratios.items():
            arrived[consumer] += passed.get(platform, 0.0) * ratio
        # All that passes counts for its rounding, on however many edges.
        tolerance = 1e-13 * sum(passed.values()) + 100 * UNIT
        owned = finals.loc[[origin]].set_index("final_owner")["ratio"].to_dict()
        for node, amount in arrived.items():
            expected = passed.get(node, 0.0) if node in throughputs else owned.get(node, 0.0)
            assert abs(amount - expected) <= tolerance
        ends = sum(
            amount
            for node, amount in arrived.items()
            if node not in throughputs or node not in ratios.index.get_level_values("platform")
        )
        assert abs(ends - 1) <= tolerance


def test_a_cost_that_goes_round_a_billion_times_is_refused() -> None:
    message = "cost passes platform a more than a billion times on 2026-03-01"
    with pytest.raises(ValueError, match=message):
        throughputs_of(usage_of("a b 1, b a 1, b x 1e-10"))


def test_days_and_the_order_of_rows_change_nothing() -> None:
    usage = usage_of("a b 1, a x 3, b a 2, b c 5, c a 1, c y 2, c c 4")
    days = [usage.assign(charge_date=day) for day in (DAY, pd.Timestamp("2026-03-02"))]
    found = platform_throughputs_daily(pd.concat(days).sample(frac=1, random_state=5))
    expected = pd.concat([platform_throughputs_daily(day) for day in days], ignore_index=True)
    assert_frame_equal(found, expected)
    none = platform_throughputs_daily(pd.concat(days)[:0])
    assert none.empty
    assert none.dtypes.to_dict() == found.dtypes.to_dict()
