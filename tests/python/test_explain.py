"""An explanation adds up at every branch, to the cent on the terminal and exactly in JSON."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra_spend.errors import InfraSpendError, InputError
from infra_spend.explain.run import explain
from infra_spend.explain.tree import CENT, Branch, apportioned, in_cents

COSTS = st.decimals("-1000000", "1000000", places=10)


@given(st.lists(COSTS, min_size=1, max_size=30))
def test_cents_of_parts_are_the_cents_of_the_whole(costs: list[Decimal]) -> None:
    total = sum(costs, Decimal(0)).quantize(CENT)
    parts = apportioned(costs, total)
    assert sum(parts) == total
    assert all(abs(part - cost) < 2 * CENT for part, cost in zip(parts, costs, strict=True))


def test_the_largest_fraction_gets_the_cent() -> None:
    third, most = Decimal("0.003"), Decimal("0.004")
    assert apportioned([third, most, third], Decimal("0.01")) == [0, CENT, 0]


def test_a_branch_costs_what_its_children_cost_and_shows_the_largest_first() -> None:
    tree = Branch.of_children("all", [Branch("a", Decimal("0.005")), Branch("b", Decimal("2.005"))])
    assert tree.effective_cost == Decimal("2.01")
    assert [branch.label for _, branch, _ in in_cents(tree)] == ["all", "b", "a"]
    shown = [cents for _, _, cents in in_cents(tree)]
    assert shown[0] == shown[1] + shown[2]
    assert tree.as_json()["children"][1] == {
        "label": "a",
        "why": "",
        "effective_cost": "0.005",
        "children": [],
    }


@pytest.mark.parametrize("month", ["2026", "2026-13", "26-03", "March"])
def test_a_month_is_written_as_year_and_number(month: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"--month is {month}: write it as 2026-03"):
        explain(tmp_path / "warehouse.duckdb", "ads", month, None)


def test_no_warehouse_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InfraSpendError, match="there is no warehouse yet"):
        explain(tmp_path / "warehouse.duckdb", "ads", "2026-03", None)
