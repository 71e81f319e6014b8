"""Whose the cost of platforms is in the end, when platforms use each other."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metered_usage import COLUMNS, followed, usage_of, usages
from pandas.testing import assert_frame_equal

from infra_spend.allocation import closed_loops_daily, solve_platforms, solve_platforms_daily
from infra_spend.allocation.equations import PANEL, TILE, absorbed

UNIT = 1e-12
# What can be told apart from its neighbours by a ratio of twelve places.
QUANTITIES = st.integers(0, 1000)


def ratios_of(usage: pd.DataFrame, keep_closed_loops: bool = False) -> dict[tuple[str, str], float]:
    found = solve_platforms(usage, keep_closed_loops=keep_closed_loops)
    assert list(found.columns) == ["platform", "final_owner", "ratio"]
    return {
        (platform, owner): ratio
        for platform, owner, ratio in found.itertuples(index=False, name=None)
    }


def approximately(ratios: dict[str, str | int]) -> dict[tuple[str, str], object]:
    """Return ratios in the form of ``ratios_of``: {"a x": "1/3"}."""
    pairs = {tuple(names.split()): float(Fraction(ratio)) for names, ratio in ratios.items()}
    return {pair: pytest.approx(ratio, abs=2 * UNIT) for pair, ratio in pairs.items()}


@pytest.mark.parametrize(
    ("usage", "ratios"),
    [
        pytest.param("a x 3, a y 1", {"a x": "3/4", "a y": "1/4"}, id="one platform"),
        pytest.param(
            "a b 1, b c 1, b x 1, c y 1",
            {"a x": "1/2", "a y": "1/2", "b x": "1/2", "b y": "1/2", "c y": 1},
            id="chain",
        ),
        pytest.param(
            "a b 1, a c 2, b d 1, c d 1, c x 1, d y 1",
            {
                **{"a x": "1/3", "a y": "2/3", "b y": 1, "c x": "1/2", "c y": "1/2"},
                "d y": 1,
            },
            id="diamond",
        ),
        pytest.param(
            "a b 1, a x 1, b a 1, b y 3",
            {"a x": "4/7", "a y": "3/7", "b x": "1/7", "b y": "6/7"},
            id="two that use each other",
        ),
        pytest.param(
            "a b 1, b c 1, c a 1, c x 1", {"a x": 1, "b x": 1, "c x": 1}, id="circle with one exit"
        ),
        pytest.param("a a 9, a x 1, a y 1", {"a x": "1/2", "a y": "1/2"}, id="self-use"),
        pytest.param("a x 1, b y 2", {"a x": 1, "b y": 1}, id="two that have nothing in common"),
        pytest.param("a x 1, a x 2, a y 1", {"a x": "3/4", "a y": "1/4"}, id="a pair twice"),
    ],
)
def test_costs_are_followed_to_their_final_owners(usage: str, ratios: dict[str, str | int]) -> None:
    assert ratios_of(usage_of(usage)) == approximately(ratios)


@pytest.mark.parametrize(
    "usage", ["a b 1, b x 0", "a b 1, b b 5", "a b 1, b b 5, b x 0"], ids=["zero", "itself", "both"]
)
def test_a_platform_that_nobody_else_was_metered_on_keeps_its_cost(usage: str) -> None:
    assert ratios_of(usage_of(usage)) == {("a", "b"): 1.0, ("b", "b"): 1.0}


def test_a_circle_may_end_at_a_platform_that_keeps_its_cost() -> None:
    usage = usage_of("a b 1, b a 1, b c 1, c x 0")
    assert ratios_of(usage) == {("a", "c"): 1.0, ("b", "c"): 1.0, ("c", "c"): 1.0}


@given(usages(QUANTITIES))
def test_the_equations_say_what_following_every_hop_says(usage: pd.DataFrame) -> None:
    _, arrived = followed(usage)
    found = solve_platforms(usage).pivot(index="platform", columns="final_owner", values="ratio")
    found = found.reindex(index=arrived.index, columns=arrived.columns).fillna(0.0)
    np.testing.assert_allclose(found, arrived, rtol=0, atol=1e-11)


@given(usages(QUANTITIES))
def test_ratios_are_whole_trillionths_that_sum_to_exactly_one(usage: pd.DataFrame) -> None:
    found = solve_platforms(usage)
    decimals = found["ratio"].map(lambda ratio: round(Decimal(ratio), 12))
    assert [float(ratio) for ratio in decimals] == found["ratio"].tolist()
    assert set(decimals.groupby(found["platform"]).sum()) == {Decimal(1)}
    assert (found["ratio"] > 0).all()


@given(usages(QUANTITIES), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(usage: pd.DataFrame, random: object) -> None:
    shuffled = list(usage.index)
    random.shuffle(shuffled)
    # Thirds, so that sums of pairs depend on their order unless it is fixed.
    thirds = usage.assign(quantity=usage["quantity"] / 3)
    assert_frame_equal(
        solve_platforms(thirds.loc[shuffled]), solve_platforms(thirds), check_exact=True
    )


def test_the_order_in_which_a_pair_is_added_up_is_fixed() -> None:
    # 1/8192 lies in the middle between two trillionths, so that the last digit of a sum decides.
    # 1 stays 1 if 2^-53 is added to it twice, but not if both are added to each other before.
    rows = [("a", "x", 1.0), ("a", "x", 2.0**-53), ("a", "x", 2.0**-53), ("a", "y", 8191.0)]
    found = [ratios_of(pd.DataFrame(order, columns=COLUMNS)) for order in permutations(rows)]
    assert all(ratios == found[0] for ratios in found)


@given(usages(QUANTITIES), st.integers(1, 10**9), st.integers(-60, 60))
def test_another_unit_changes_nothing(usage: pd.DataFrame, factor: int, power: int) -> None:
    scaled = usage.assign(quantity=usage["quantity"] * factor * 2.0**power)
    assert_frame_equal(solve_platforms(scaled), solve_platforms(usage), check_exact=True)


@given(usages(QUANTITIES), st.integers(0, 1000))
def test_a_consumer_in_two_rows_changes_nothing(usage: pd.DataFrame, part: int) -> None:
    first = usage.assign(quantity=np.minimum(usage["quantity"], part))
    second = usage.assign(quantity=usage["quantity"] - first["quantity"])
    split = pd.concat([first, second])
    assert_frame_equal(solve_platforms(split), solve_platforms(usage), check_exact=True)


def test_what_rounding_leaves_over_goes_to_the_largest_the_first_of_equals() -> None:
    assert ratios_of(usage_of("a z 1, a y 1, a x 1")) == {
        ("a", "x"): 0.333333333334,
        ("a", "y"): 0.333333333333,
        ("a", "z"): 0.333333333333,
    }
    assert ratios_of(usage_of("a x 1, a y 1, a z 4"))["a", "z"] == 0.666666666666


def test_a_cast_to_decimal_is_exact() -> None:
    draws = np.random.default_rng(3)
    rows = [
        (f"platform {at // 300}", f"owner {at % 300}", quantity)
        for at, quantity in enumerate(draws.gamma(0.3, 1.0, 30_000))
    ]
    found = solve_platforms(pd.DataFrame(rows, columns=COLUMNS))
    with duckdb.connect() as session:
        session.register("found", found)
        sums = session.sql(
            "select sum(cast(ratio as decimal(13, 12))) from found group by platform"
        ).fetchall()
    assert sums == [(Decimal(1),)] * 100


@pytest.mark.parametrize("exit", [1e-3, 1e-9, 1e-15, 1e-40])
def test_a_tight_loop_loses_no_digits(exit: float) -> None:
    usage = pd.DataFrame(
        [("a", "b", 1.0), ("a", "x", exit), ("b", "a", 1.0), ("b", "y", 3 * exit)], columns=COLUMNS
    )
    leak = Fraction(exit)
    to_x = leak / (1 + leak) / (1 - 1 / (1 + leak) / (1 + 3 * leak))
    assert ratios_of(usage)["a", "x"] == pytest.approx(float(to_x), abs=UNIT)


@pytest.mark.parametrize("size", [2, PANEL, PANEL + 1, TILE[0] + PANEL + 1, 2 * TILE[1] + 5])
def test_large_components_are_solved_as_numpy_solves_them(size: int) -> None:
    draws = np.random.default_rng(size)
    shares = draws.dirichlet(np.full(size + 7, 0.2), size)
    transfer = shares[:, :size]
    np.fill_diagonal(transfer, 0.0)
    owned = shares[:, size:] + 0.001
    total = transfer.sum(axis=1) + owned.sum(axis=1)
    transfer, owned = transfer / total[:, None], owned / total[:, None]
    found = absorbed(transfer, owned.sum(axis=1), owned)
    np.testing.assert_allclose(found, np.linalg.solve(np.eye(size) - transfer, owned), rtol=1e-11)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-13)


@pytest.mark.parametrize(
    ("usage", "loop"),
    [
        ("a b 1, b a 1", "a -> b -> a"),
        ("a b 1, b a 1, c b 1, c x 1", "a -> b -> a"),
        ("a b 1, b c 1, c a 1, c x 0", "a -> b -> c -> a"),
        # The longer loops of the component are not what a reader has to look at.
        ("a b 1, b c 1, c d 1, d a 1, d c 1", "c -> d -> c"),
        ("a b 1, b c 1, c a 1, b d 1, d b 1, c d 1, d c 1", "b -> d -> b"),
        ("d c 1, c d 1, b a 1, a b 1", "a -> b -> a"),
        ("a a 1, a b 1, b b 1, b a 1", "a -> b -> a"),
    ],
)
def test_a_loop_that_no_owner_leaves_is_named(usage: str, loop: str) -> None:
    with pytest.raises(ValueError, match=f"no owner leaves the loop {loop}, "):
        solve_platforms(usage_of(usage))


def test_cost_can_be_kept_in_a_loop_that_no_owner_leaves() -> None:
    usage = usage_of("a b 1, b a 1, c b 1, c x 3, d y 1")
    kept = {("a", "a"): 1.0, ("b", "b"): 1.0, ("c", "b"): 0.25, ("c", "x"): 0.75, ("d", "y"): 1.0}
    assert ratios_of(usage, keep_closed_loops=True) == kept


def test_keeping_loops_changes_nothing_where_there_is_none() -> None:
    usage = usage_of("a b 1, a x 1, b a 1, b y 3")
    assert_frame_equal(solve_platforms(usage, keep_closed_loops=True), solve_platforms(usage))


def test_a_loop_that_a_double_cannot_tell_from_closed_is_named() -> None:
    usage = usage_of("a b 1, a x 1e-100, b c 1, c b 1, c a 1e-100")
    assert ratios_of(usage)["c", "x"] == 1.0
    # What leaves b and c for x is 1e-400 of it.
    tight = usage.assign(quantity=usage["quantity"].replace(1e-100, 1e-200))
    with pytest.raises(ValueError, match="usage: next to nothing leaves the loop b -> c -> b"):
        solve_platforms(tight)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("platform", None, "usage.platform: row 1 is None and needs a name."),
        ("consumer", None, "usage.consumer: row 1 is None and needs a name."),
        ("consumer", float("nan"), "usage.consumer: row 1 is nan and needs a name."),
        ("platform", 7, "usage.platform: row 1 is 7 and has to be text."),
        ("quantity", -0.5, "usage.quantity: row 1 is -0.5 and has to be a finite number, not"),
        ("quantity", None, "usage.quantity: row 1 is None and has to be a finite number"),
        ("quantity", float("nan"), "usage.quantity: row 1 is nan and has to be a finite number"),
        ("quantity", float("inf"), "usage.quantity: row 1 is inf and has to be a finite number"),
        ("quantity", "many", "usage.quantity: row 1 is 'many' and has to be a finite number"),
        ("charge_date", None, "usage.charge_date: row 1 is NaT and needs a day."),
    ],
)
def test_the_first_bad_row_is_named(column: str, value: object, message: str) -> None:
    usage = usage_of("a x 1, a y 2, a z 3").assign(charge_date=pd.Timestamp("2026-03-01"))
    usage = usage if column == "charge_date" else usage.astype({column: object})
    usage.loc[[1, 2], column] = value
    with pytest.raises(ValueError, match=message.replace(".", r"\.")):
        solve_platforms_daily(usage)


@pytest.mark.parametrize("column", [*COLUMNS, "charge_date"])
def test_a_missing_column_is_named(column: str) -> None:
    usage = usage_of("a x 1").assign(charge_date=date(2026, 3, 1)).drop(columns=column)
    with pytest.raises(ValueError, match=f"usage has no column {column}"):
        solve_platforms_daily(usage)


def test_quantities_too_large_to_add_are_refused() -> None:
    with pytest.raises(ValueError, match=r"usage\.quantity: the sum of platform 'a' is too large"):
        solve_platforms(usage_of("a x 1.7e308, a y 1.7e308"))


def test_quantities_may_be_whole_numbers_or_decimals() -> None:
    usage = usage_of("a x 1, a y 3")
    for quantities in ([1, 3], [Decimal("0.1"), Decimal("0.3")]):
        assert_frame_equal(
            solve_platforms(usage.assign(quantity=quantities)), solve_platforms(usage)
        )


def test_no_rows_give_no_rows_of_the_same_types() -> None:
    usage = usage_of("a x 1").assign(charge_date=pd.Timestamp("2026-03-01"))
    found, none = solve_platforms_daily(usage), solve_platforms_daily(usage[:0])
    assert none.empty
    assert none.dtypes.to_dict() == found.dtypes.to_dict()
    assert solve_platforms(usage[:0]).dtypes.to_dict() == found.dtypes[1:].to_dict()


@given(st.lists(usages(QUANTITIES), min_size=1, max_size=4))
def test_every_day_stands_alone(days: list[pd.DataFrame]) -> None:
    usage = pd.concat(
        [day.assign(charge_date=date(2026, 3, 1 + number)) for number, day in enumerate(days)],
        ignore_index=True,
    )
    found = solve_platforms_daily(usage.sample(frac=1, random_state=1))
    expected = [
        solve_platforms(day).assign(charge_date=date(2026, 3, 1 + number))
        for number, day in enumerate(days)
    ]
    columns = ["charge_date", "platform", "final_owner", "ratio"]
    assert_frame_equal(found, pd.concat(expected, ignore_index=True)[columns])


def test_a_loop_of_one_day_is_named_with_the_day_and_listed() -> None:
    first, second = pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-02")
    usage = pd.concat(
        [
            usage_of("a b 1, b a 1, b x 1").assign(charge_date=first),
            usage_of("c b 1, b c 1, b d 1, d e 1, e b 1, a x 1").assign(charge_date=second),
        ]
    )
    with pytest.raises(ValueError, match="the loop b -> c -> b on 2026-03-02, so its cost"):
        solve_platforms_daily(usage)
    loops = closed_loops_daily(usage)
    assert loops.to_dict("list") == {
        "charge_date": [second] * 4,
        "platform": ["b", "c", "d", "e"],
        "loop": ["b -> c -> b"] * 4,
    }
    found = solve_platforms_daily(usage, keep_closed_loops=True)
    kept = found[(found["charge_date"] == second) & (found["platform"] == found["final_owner"])]
    assert kept["platform"].tolist() == ["b", "c", "d", "e"]
    assert closed_loops_daily(usage[:3]).empty
