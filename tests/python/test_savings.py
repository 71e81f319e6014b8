"""Savings and fixed rates of a bill that can be checked by hand."""

from decimal import Decimal

import pytest
from conftest import Row, focus_row, write_csv
from warehouse import Warehouse

# Cautious: without the tests that also look at models which are not built.
MODELS = (
    *("--select", "+fct_costs_daily", "+fct_effective_savings_monthly"),
    *("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"),
)
COVERED_TEAMS = {"01": "a", "02": "a", "03": "a", "04": "a", "05": "b"}


def usage(month: str, team: str, contracted: str, effective: str, **cells: str) -> Row:
    row = focus_row(
        BillingPeriodStart=f"2025-{month}-01T00:00:00Z",
        BillingPeriodEnd=f"2025-{int(month) + 1:02}-01T00:00:00Z",
        ChargePeriodStart=f"2025-{month}-01T00:00:00Z",
        ChargePeriodEnd=f"2025-{month}-02T00:00:00Z",
        BilledCost=contracted,
        EffectiveCost=effective,
        ListCost=str(Decimal(contracted) * 2),
        ListUnitPrice="2",
        ContractedCost=contracted,
        ResourceId=team,
        SkuId="compute",
        PricingCategory="Standard",
        CommitmentDiscountId="",
        CommitmentDiscountStatus="",
        Tags=f'{{"team": "{team}"}}',
    )
    return row | cells


def month_of_usage(month: str) -> list[Row]:
    """Both teams use 100; the plan covers 60 of one of them, for 30."""
    covered = {"PricingCategory": "Committed", "CommitmentDiscountId": "plan"}
    rows = []
    for team in ("a", "b"):
        is_covered = COVERED_TEAMS[month] == team
        if is_covered:
            used = covered | {"CommitmentDiscountStatus": "Used", "BilledCost": "0"}
            rows.append(usage(month, team, "60", "30", **used))
        uncovered = "40" if is_covered else "100"
        rows.append(usage(month, team, uncovered, uncovered))
    # FOCUS gives the purchase and its unused part a list cost, too.
    unused = covered | {"CommitmentDiscountStatus": "Unused", "BilledCost": "0"}
    rows.append(usage(month, "a", "5", "5", **unused))
    rows.append(usage(month, "a", "35", "0", **covered, ChargeCategory="Purchase"))
    rows.append(usage(month, "a", "8", "8", PricingCategory="Dynamic", ServiceName="Spare"))
    rows.append(usage(month, "a", "3", "3", ListUnitPrice="", ListCost="", ServiceName="Free"))
    rows.append(usage(month, "a", "9", "9", ChargeCategory="Tax", ServiceName="Tax"))
    return rows


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("savings"))
    rows = [row for month in COVERED_TEAMS for row in month_of_usage(month)]
    warehouse.land("focus", write_csv(warehouse.folder / "bill.csv", rows), source="cloud")
    warehouse.build(*MODELS)
    return warehouse


def test_coverage_that_moves_to_another_team_moves_no_cost_at_fixed_rates(
    warehouse: Warehouse,
) -> None:
    """The quarter before cost 170 of 200, so each team costs 85, whoever is covered."""
    costs = warehouse.rows("""
        select month(charge_date), owner_id, sum(effective_cost), sum(rate_normalised_cost)
        from marts.fct_costs_daily
        where cost_type = 'usage' and service_name = 'Compute' and charge_date >= '2025-04-01'
        group by all order by all
    """)
    assert costs == [
        (4, "a", 70, 85),
        (4, "b", 100, 85),
        (5, "a", 100, 85),
        (5, "b", 70, 85),
    ]


def test_the_effect_of_rates_is_all_that_fixed_rates_leave_out(warehouse: Warehouse) -> None:
    """A month costs 195; the 5 of the plan that nobody used have no cost at a fixed rate."""
    months = warehouse.rows("""
        select
            charge_date, sum(effective_cost), sum(rate_normalised_cost), sum(rate_effect_cost)
        from marts.fct_costs_daily group by all order by all
    """)
    assert [row[1:] for row in months] == [(195, 190, 5)] * len(COVERED_TEAMS)


def test_savings_count_neither_a_purchase_nor_what_has_no_price(warehouse: Warehouse) -> None:
    savings = warehouse.rows("""
        select
            list_cost, contracted_cost, effective_cost, negotiated_savings_cost,
            commitment_savings_cost, commitment_fee_effective_cost, effective_savings_ratio,
            spot_list_cost, spot_effective_cost, spot_savings_cost,
            unpriced_cost, tax_effective_cost
        from marts.fct_effective_savings_monthly
        where scope_type = 'company' and billing_month = '2025-05-01'
    """)
    assert savings == [(400, 200, 175, 200, 25, 5, Decimal("0.5625"), 16, 8, 8, 3, 9)]


def test_each_team_sees_its_own_savings(warehouse: Warehouse) -> None:
    """Team b was covered in May; the unused part belongs to team a, as a negative saving."""
    savings = warehouse.rows("""
        select scope_id, commitment_savings_cost, effective_savings_ratio
        from marts.fct_effective_savings_monthly
        where scope_type = 'owner' and billing_month = '2025-05-01' order by all
    """)
    assert savings == [("a", -5, Decimal("0.475")), ("b", 30, Decimal("0.65"))]
