"""Commitments cost over their term what was paid for them, whichever way that was, and the worked
examples of the FOCUS specification come out as printed."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED_DATA, Row, focus_row, write_csv
from small_bill import aws_line
from warehouse import Warehouse

MARTS = (
    *("fct_charges", "fct_commitments_daily", "fct_contract_burndown", "fct_data_findings"),
    *("fct_effective_savings_monthly", "fct_costs_daily", "dim_commitments"),
)
EXAMPLES = SHARED_DATA / "focus_spec_examples" / "spec_2025_05"
MONTH_ENDS = {"2025-01": "2025-02", "2025-02": "2025-03", "2025-03": "2025-04"}
FIRST, SECOND, LAST = MONTH_ENDS
START, END = "2025-01-01T00:00:00Z", "2025-02-28T23:59:59Z"
PLAN_COLUMNS = {
    "used": "savings_plan_savings_plan_effective_cost",
    "committed": "savings_plan_total_commitment_to_date",
    "used_commitment": "savings_plan_used_commitment",
    "amortised_upfront": "savings_plan_amortized_upfront_commitment_for_billing_period",
}
RESERVATION_COLUMNS = {
    "used": "reservation_effective_cost",
    "used_upfront": "reservation_amortized_upfront_cost_for_usage",
    "unused_upfront": "reservation_unused_amortized_upfront_fee_for_billing_period",
    "unused_recurring": "reservation_unused_recurring_fee",
}


def line(kind: str, month: str, cost: str, **cells: str) -> Row:
    row = {
        "line_item_line_item_type": kind,
        "bill_billing_period_start_date": f"{month}-01T00:00:00Z",
        "bill_billing_period_end_date": f"{MONTH_ENDS[month]}-01T00:00:00Z",
        "line_item_usage_start_date": f"{month}-01T00:00:00Z",
        "line_item_usage_end_date": f"{month}-01T01:00:00Z",
        "line_item_unblended_cost": cost,
    }
    return aws_line(**row | cells)


def of_plan(name: str, option: str, kind: str, month: str, cost: str, **amounts: str) -> Row:
    return line(
        kind,
        month,
        cost,
        savings_plan_savings_plan_a_r_n=name,
        savings_plan_payment_option=option,
        savings_plan_start_time=START,
        savings_plan_end_time=END,
        pricing_public_on_demand_cost=cost if kind == "SavingsPlanCoveredUsage" else "",
        **{PLAN_COLUMNS[amount]: value for amount, value in amounts.items()},
    )


def of_reservation(name: str, option: str, kind: str, month: str, cost: str, **amounts: str) -> Row:
    usage = {"pricing_public_on_demand_cost": "100"} if kind == "DiscountedUsage" else {}
    period = {} if usage else {"line_item_usage_end_date": f"{MONTH_ENDS[month]}-01T00:00:00Z"}
    return line(
        kind,
        month,
        cost,
        reservation_reservation_a_r_n=name,
        pricing_purchase_option=option,
        reservation_start_time=START,
        reservation_end_time=END,
        **usage,
        **period,
        **{RESERVATION_COLUMNS[amount]: value for amount, value in amounts.items()},
    )


def plan(name: str, option: str, upfront: str, recurring: str, spread: str) -> list[Row]:
    """Return the lines of a Savings Plan of two months, of which 30 and 25 a month are used."""
    lines = []
    if upfront != "0":
        lines.append(of_plan(name, option, "SavingsPlanUpfrontFee", FIRST, upfront))
    committed = str(Decimal(recurring) + Decimal(spread))
    for month, used in ((FIRST, "30"), (SECOND, "25")):
        lines += [
            of_plan(name, option, "SavingsPlanCoveredUsage", month, "50", used=used),
            of_plan(name, option, "SavingsPlanNegation", month, "-50"),
            of_plan(
                name,
                option,
                "SavingsPlanRecurringFee",
                month,
                recurring,
                committed=committed,
                used_commitment=used,
                amortised_upfront=spread,
            ),
        ]
    return lines


def reservation(
    name: str, option: str, upfront: str, recurring: str, months: tuple[str, ...], spread: str
) -> list[Row]:
    """Return the lines of a reservation that uses three quarters of each month."""
    lines = []
    if upfront != "0":
        lines.append(of_reservation(name, option, "Fee", months[0], upfront))
    parts = Decimal(spread) / 4, Decimal(recurring) / 4
    for month in months:
        lines += [
            of_reservation(
                name,
                option,
                "DiscountedUsage",
                month,
                "0",
                used=str(3 * sum(parts)),
                used_upfront=str(3 * parts[0]),
            ),
            of_reservation(
                name,
                option,
                "RIFee",
                month,
                recurring,
                unused_upfront=str(parts[0]),
                unused_recurring=str(parts[1]),
            ),
        ]
    return lines


BOTH = (FIRST, SECOND)
AWS_LINES = [
    *plan("plan/none", "No Upfront", "0", "40", "0"),
    *plan("plan/partial", "Partial Upfront", "40", "20", "20"),
    *plan("plan/all", "All Upfront", "80", "0", "40"),
    # Returned within days: the fee comes back whole, and nothing had been used.
    of_plan("plan/returned", "All Upfront", "SavingsPlanUpfrontFee", FIRST, "80"),
    of_plan("plan/returned", "All Upfront", "Refund", FIRST, "-80"),
    *reservation("ri/none", "No Upfront", "0", "40", BOTH, "0"),
    *reservation("ri/partial", "Partial Upfront", "40", "20", BOTH, "20"),
    *reservation("ri/all", "All Upfront", "80", "0", BOTH, "40"),
    # What was charged too much of a recurring fee.
    *reservation("ri/overcharged", "No Upfront", "0", "40", BOTH, "0"),
    of_reservation("ri/overcharged", "No Upfront", "Refund", SECOND, "-4"),
    # Given back after half of its term, together with the rest of its upfront fee.
    *reservation("ri/given back", "All Upfront", "80", "0", (FIRST,), "40"),
    of_reservation("ri/given back", "All Upfront", "Refund", SECOND, "-40"),
    # Exchanged after half of its term: the rest of its fee and 10 more pay for the next one.
    *reservation("ri/exchanged", "All Upfront", "80", "0", (FIRST,), "40"),
    *reservation("ri/exchanged for", "All Upfront", "10", "0", (SECOND,), "50"),
    line("Usage", LAST, "1"),
]
TERMS = """\
AWS,ri/given back,,2025-02-01,,,Given back on the first of February
AWS,ri/exchanged,,2025-02-01,,exchange,Exchanged on the first of February
AWS,ri/exchanged for,2025-02-01,,,exchange,Begins with the exchange
"""
PAID = {
    "plan/none": 80,
    "plan/partial": 80,
    "plan/all": 80,
    "plan/returned": 0,
    "ri/none": 80,
    "ri/partial": 80,
    "ri/all": 80,
    "ri/overcharged": 76,
    "ri/given back": 40,
    "ri/exchanged": 80,
    "ri/exchanged for": 10,
    "prepaid": 80,
    "monthly": 80,
    "both": 80,
}
AMORTISED = PAID | {"ri/exchanged": 40, "ri/exchanged for": 50}


def of_focus(name: str, month: str, **cells: str) -> Row:
    row = {
        "BillingPeriodStart": f"{month}-01T00:00:00Z",
        "BillingPeriodEnd": f"{MONTH_ENDS[month]}-01T00:00:00Z",
        "ChargePeriodStart": f"{month}-01T00:00:00Z",
        "ChargePeriodEnd": f"{MONTH_ENDS[month]}-01T00:00:00Z",
        "ChargeFrequency": "Usage-Based",
        "CommitmentDiscountId": name,
        "CommitmentDiscountType": "Subscription",
        "CommitmentDiscountStatus": "",
        "CommitmentProgramEligibilityDetails": "",
    }
    return focus_row(**row | cells)


def subscription(name: str, upfront: str, monthly: str) -> list[Row]:
    """Return the FOCUS rows of a commitment of two months and 80, of which 30 a month are used."""
    purchase = {"ChargeCategory": "Purchase", "EffectiveCost": "0"}
    rows = []
    if upfront != "0":
        end = {"ChargePeriodEnd": "2025-03-01T00:00:00Z", "ChargeFrequency": "One-Time"}
        rows.append(of_focus(name, FIRST, BilledCost=upfront, **purchase, **end))
    for month in BOTH:
        if monthly != "0":
            rows.append(
                of_focus(name, month, BilledCost=monthly, ChargeFrequency="Recurring", **purchase)
            )
        day = {"ChargePeriodEnd": f"{month}-02T00:00:00Z", "BilledCost": "0"}
        used = {"CommitmentDiscountStatus": "Used", "ContractedCost": "45", **day}
        rows += [
            of_focus(name, month, EffectiveCost="30", **used),
            of_focus(name, month, EffectiveCost="10", CommitmentDiscountStatus="Unused", **day),
        ]
    return rows


ELIGIBLE = '{"CommitmentPrograms": [{"ProgramType": "Subscription"}]}'
FOCUS_ROWS = [
    *subscription("prepaid", "80", "0"),
    *subscription("monthly", "0", "40"),
    *subscription("both", "40", "20"),
    # A subscription might have covered this, says the provider, and not the next.
    of_focus("", FIRST, ContractedCost="45", CommitmentProgramEligibilityDetails=ELIGIBLE),
    of_focus("", FIRST, ContractedCost="1000"),
    of_focus("undated", FIRST, ChargeCategory="Purchase", BilledCost="7", EffectiveCost="7"),
]
CONTRACTS = [
    {
        "ContractId": "contract",
        "ContractCommitmentId": "monthly",
        "ContractCommitmentType": "Subscription",
        "ContractCommitmentCategory": "Spend",
        "ContractCommitmentCost": "80",
        "ContractCommitmentPeriodStart": START,
        "ContractCommitmentPeriodEnd": "2025-03-01T00:00:00Z",
        "BillingCurrency": "USD",
    }
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return one build of the bills above and of every example, each of them a source."""
    warehouse = Warehouse(tmp_path_factory.mktemp("commitments"))
    with (warehouse.project / "seeds" / "commitments" / "commitment_terms.csv").open("a") as terms:
        terms.write(TERMS)
    folder = warehouse.folder
    warehouse.land("aws_cur", write_csv(folder / "aws.csv", AWS_LINES), source="aws")
    warehouse.land("focus", write_csv(folder / "focus.csv", FOCUS_ROWS), source="subscriptions")
    contracts = write_csv(folder / "contracts.csv", CONTRACTS)
    warehouse.land("focus", contracts, source="subscriptions")
    for example in EXAMPLES.glob("*.csv"):
        completed = write_csv(folder / example.name, completed_rows(example))
        warehouse.land("focus", completed, source=example.stem)
    warehouse.build(
        *("--select", *(f"+{mart}" for mart in MARTS)),
        *("--exclude-resource-type", "unit_test"),
    )
    return warehouse


def by_commitment(warehouse: Warehouse, select: str) -> dict[str, tuple[Any, ...]]:
    """Return what ``select`` gives for each of the commitments above."""
    rows = warehouse.rows(f"""
        select commitment_id, {select} from marts.fct_commitments_daily
        where provider_name in ('AWS', 'Cloud') group by commitment_id
    """)
    return {commitment: tuple(values) for commitment, *values in rows}


def test_a_commitment_costs_what_was_paid_for_it(warehouse: Warehouse) -> None:
    """Upfront, by the month, both, refunded, given back; an exchange moves cost to what follows."""
    sums = by_commitment(warehouse, "sum(billed_cost), sum(amortised_cost)")
    del sums["undated"]
    assert sums == {name: (PAID[name], AMORTISED[name]) for name in PAID}
    assert sum(PAID.values()) == sum(AMORTISED.values())


def test_every_one_of_them_is_tested_for_that(warehouse: Warehouse) -> None:
    """Their whole terms lie in the bill, so the test of the warehouse looks at each of them."""
    terms = dict(
        warehouse.rows("""
            select commitment_id, term_end_date <= date '2025-03-01'
                and first_charge_date <= term_start_date
            from marts.dim_commitments where provider_name in ('AWS', 'Cloud')
        """)
    )
    assert terms == dict.fromkeys(PAID, True) | {"undated": None}


def test_used_and_unused_parts_are_those_of_the_bill(warehouse: Warehouse) -> None:
    sums = by_commitment(warehouse, "sum(used_cost), sum(unused_cost), sum(covered_cost)")
    assert sums["plan/partial"] == (55, 25, 100)
    assert sums["ri/partial"] == (60, 20, 200)
    assert sums["prepaid"] == (60, 20, 90)


def test_a_monthly_fee_is_spread_over_its_days(warehouse: Warehouse) -> None:
    rows = warehouse.rows("""
        select amortised_cost, count(*) from marts.fct_commitments_daily
        where commitment_id = 'ri/partial' and charge_date < date '2025-02-01'
        group by amortised_cost order by amortised_cost
    """)
    assert sum(days for _, days in rows) == 31
    assert sum(cost * days for cost, days in rows) == 40
    assert all(abs(cost - Decimal(40) / 31) < Decimal("0.00000001") for cost, _ in rows)


def test_a_fee_paid_at_once_is_earned_back_later(warehouse: Warehouse) -> None:
    rows = dict(
        warehouse.rows("""
            select commitment_id, max(break_even_date)::varchar from marts.fct_commitments_daily
            where commitment_id like 'plan/%' group by commitment_id
        """)
    )
    assert rows["plan/all"] == "2025-02-01"
    assert rows["plan/none"] == "2025-01-01"


def test_coverage_is_of_what_the_provider_calls_eligible(warehouse: Warehouse) -> None:
    rows = warehouse.rows("""
        select distinct eligibility_source, eligible_cost, coverage_ratio
        from marts.fct_commitments_daily
        where commitment_id in ('prepaid', 'monthly', 'both') and charge_date = date '2025-01-01'
    """)
    assert rows == [("provider", 180, Decimal("0.25"))]


def test_a_commitment_without_a_term_is_found_and_counted(warehouse: Warehouse) -> None:
    assert by_commitment(warehouse, "sum(amortised_cost), max(days_to_expiry_count)")[
        "undated"
    ] == (7, None)
    found = warehouse.rows("""
        select subject_id, finding_cost, finding_text like '%commitment_terms.csv%'
        from marts.fct_data_findings
        where finding_kind = 'commitment_without_term' and source_name = 'subscriptions'
    """)
    assert found == [("undated", 7, True)]


def test_a_contract_without_a_scope_counts_what_its_source_bills(warehouse: Warehouse) -> None:
    rows = warehouse.rows("""
        select billing_month::varchar, applied_by, applied_to_date_cost, remaining_cost,
            projected_shortfall_cost
        from marts.fct_contract_burndown order by billing_month
    """)
    assert rows == [
        ("2025-01-01", "provider", 190, -110, 0),
        ("2025-02-01", "provider", 250, -170, 0),
    ]


# The examples leave out what they are not about.
OMITTED = {
    "BillingAccountId": "account",
    "BillingCurrency": "USD",
    "ServiceName": "Service",
    "ServiceCategory": "Other",
    "InvoiceIssuerName": "Issuer",
}
COSTS = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")
COMMITMENT = "<my-commitment-discount-id>"
# What the specification says of each example with a commitment: used, unused, utilisation.
PRINTED = {
    "commitment_discount_purchase_scenario_1": ("0", "0", None),
    "commitment_discount_purchase_scenario_2": ("0", "0", None),
    "commitment_discount_purchase_scenario_3": ("0", "0", None),
    "commitment_discount_usage_scenario_1": ("1", "0", "1"),
    "commitment_discount_usage_scenario_2": ("0", "1", "0"),
    "commitment_discount_usage_scenario_3": ("0.75", "0.25", "0.75"),
    "commitment_discount_usage_scenario_4": ("1", "0", "1"),
    "zero_percent_utilization_without_commitment_discount_flexibility": ("0", "1.5", "0"),
    "one_hundred_percent_utilization_without_commitment_discount_flexibility": ("1.5", "0", "1"),
    "one_hundred_percent_utilization_with_commitment_discount_flexibility_with_1_resource": (
        "0.5",
        "0",
        "1",
    ),
    "one_hundred_percent_utilization_with_commitment_discount_flexibility_with_2_resources": (
        "2",
        "0",
        "1",
    ),
}


def completed_rows(example: Path) -> list[Row]:
    """Return the rows of an example as an export would have them, the example as the provider."""
    with example.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["BillingPeriodStart"]]
    return [completed(row, example.stem) for row in rows]


def completed(row: Row, provider: str) -> Row:
    row = {name: "" if cell == "null" else cell.strip() for name, cell in row.items()}
    for name in row:
        if name.endswith(("Cost", "Price")):
            row[name] = row[name].replace("$", "").replace(",", "")
        elif name.endswith(("PeriodStart", "PeriodEnd")):
            row[name] = as_timestamp(row[name])
    # Scenarios 2 and 3 print an hour as 2023-01-01T10 to 2023-02-01T20, and one ends at T30: the
    # second and the third hour of the day, with digits in each other's place.
    for name in ("ChargePeriodStart", "ChargePeriodEnd"):
        if row[name][11:13] in ("10", "20", "30"):
            row[name] = f"2023-01-01T0{row[name][11]}:00:00Z"
    for name in COSTS:
        row[name] = row.get(name) or row["BilledCost"]
    return (
        OMITTED
        | {name: cell for name, cell in row.items() if cell or name not in OMITTED}
        | {"ProviderName": provider}
    )


def as_timestamp(text: str) -> str:
    """Return a day such as 4/1/25 as a timestamp; a timestamp stays as it is."""
    if "/" not in text:
        return text
    month, day, year = text.split("/")
    return f"20{year}-{int(month):02}-{int(day):02}T00:00:00Z"


def test_an_example_is_charged_what_it_says(warehouse: Warehouse, shared_data: Path) -> None:
    found = {
        source: tuple(sums)
        for source, *sums in warehouse.rows("""
            select source_name, sum(billed_cost), sum(effective_cost), sum(list_cost),
                sum(contracted_cost)
            from marts.fct_charges group by source_name
        """)
    }
    examples = sorted(EXAMPLES.glob("*.csv"))
    assert len(examples) == 26
    for example in examples:
        rows = completed_rows(example)
        printed = tuple(sum(Decimal(row[name]) for row in rows) for name in COSTS)
        assert found[example.stem] == printed, example.stem


def test_an_example_uses_its_commitment_as_it_says(warehouse: Warehouse, shared_data: Path) -> None:
    rows = warehouse.rows(f"""
        select provider_name, sum(used_cost), sum(unused_cost), max(utilisation_ratio)
        from marts.fct_commitments_daily where commitment_id = '{COMMITMENT}'
        group by provider_name
    """)
    assert {name: tuple(values) for name, *values in rows} == {
        name: tuple(None if text is None else Decimal(text) for text in texts)
        for name, texts in PRINTED.items()
    }
