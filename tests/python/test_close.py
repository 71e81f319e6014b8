"""A closed month does not move: not by a delivery, not by a rule, not unnoticed by hand."""

import json
import shutil
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import NOW, Row, focus_row, write_csv
from warehouse import Warehouse

from infra_spend.close.books import Step
from infra_spend.close.run import Outcome, Request, close
from infra_spend.engines.spark import find_iceberg_jar
from infra_spend.errors import InputError

DAY = 24 * 60
LOOKED_AT = (
    *("--select", "+fct_costs_daily", "+fct_costs_monthly"),
    *("+fct_restatements", "+fct_period_close"),
    *("--exclude-resource-types", "test", "unit_test"),
)
JANUARY, FEBRUARY, MARCH = "2025-01", "2025-02", "2025-03"
COSTS = """
    select strftime(charge_date, '%Y-%m'), strftime(original_charge_month, '%Y-%m'), owner_id,
        cast(sum(billed_cost) as double)
    from marts.fct_costs_daily group by all order by all
"""
MONTHS = COSTS.replace("charge_date", "charge_month").replace("_daily", "_monthly")
CHANGES = """
    select strftime(billing_month, '%Y-%m'), cast(change_billed_cost as double), is_after_close
    from marts.fct_restatements order by restated_delivery
"""


def bill(month: str, cost: str, team: str = "ads") -> Row:
    first = datetime.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    costs = dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost", "ContractedCost"), cost)
    return focus_row(
        **costs,
        BillingPeriodStart=f"{first:%Y-%m-%d}T00:00:00Z",
        BillingPeriodEnd=f"{after:%Y-%m-%d}T00:00:00Z",
        ChargePeriodStart=f"{month}-05T00:00:00Z",
        ChargePeriodEnd=f"{month}-06T00:00:00Z",
        Tags=json.dumps({"team": team}),
    )


def land(warehouse: Warehouse, day: int, *rows: Row, **options: Any) -> None:
    path = write_csv(warehouse.folder / "bill.csv", rows)
    warehouse.land("focus", path, day * DAY, **options)


def take(
    warehouse: Warehouse,
    month: str,
    step: Step,
    day: int,
    reason: str | None = None,
    target: str = "duckdb",
) -> Outcome:
    request = Request(month, step, reason, target)
    now = NOW + timedelta(days=day)
    return close(request, warehouse.settings, now, lambda label: nullcontext())


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    return waiving_invoices(tmp_path, monkeypatch)


def waiving_invoices(
    folder: Path, monkeypatch: pytest.MonkeyPatch, target: str = "duckdb"
) -> Warehouse:
    """Return a warehouse that ``close`` finds by the environment, and that needs no invoices."""
    warehouse = Warehouse(folder)
    paths = {"DBT_TARGET_PATH": str(warehouse.target_path(target))}
    for name, value in (warehouse.environment | paths).items():
        monkeypatch.setenv(name, value)
    warehouse.give_parsed(target)
    for month in (JANUARY, FEBRUARY):
        waive(warehouse, "invoices", month)
    return warehouse


def waive(warehouse: Warehouse, check: str, month: str) -> None:
    with (warehouse.project / "seeds/trust/close_waivers.csv").open("a") as stream:
        stream.write(f"{check},{month}-01,cfo,Nobody sends one\n")


def test_a_closed_month_does_not_move(warehouse: Warehouse) -> None:
    land(warehouse, 0, bill(JANUARY, "10"), bill(FEBRUARY, "20"))
    with pytest.raises(InputError, match="2025-01: is not closed, so it cannot be reopened"):
        take(warehouse, JANUARY, Step.REOPEN, 1, "why not")
    softly = take(warehouse, JANUARY, Step.SOFT, 1)
    assert softly.is_taken
    closed = take(warehouse, JANUARY, Step.HARD, 1)
    assert closed.is_taken, closed.checks
    with pytest.raises(InputError, match="2025-01: has been closed since 2026"):
        take(warehouse, JANUARY, Step.HARD, 2)

    # The bill of January is restated, and who owns what is told otherwise.
    with pytest.raises(InputError, match="2025-01: the month was closed at"):
        land(warehouse, 2, bill(JANUARY, "13"), delivered_at="2026-01-31T01:00:00Z")
    land(warehouse, 2, bill(JANUARY, "13"))
    conditions = warehouse.project / "seeds/ownership/ownership_rules.csv"
    text = conditions.read_text()
    assert text.count(",tag_team,") == 1
    conditions.write_text(text.replace(",tag_team,", ",tag_service,"))
    warehouse.build(*LOOKED_AT)
    frozen = [(JANUARY, JANUARY, "ads", 10)]
    posted = [(FEBRUARY, JANUARY, "unallocated", 3), (FEBRUARY, FEBRUARY, "unallocated", 20)]
    assert warehouse.rows(COSTS) == [*frozen, *posted]
    assert warehouse.rows(MONTHS) == warehouse.rows(COSTS)
    assert warehouse.rows(CHANGES) == [(JANUARY, 3, True)]
    conditions.write_text(text)

    # What is posted in February is closed with it; a later restatement goes to March.
    assert take(warehouse, FEBRUARY, Step.HARD, 3).is_taken
    land(warehouse, 4, bill(JANUARY, "12"))
    warehouse.build("--selector", "monthly_close")
    state = [
        *frozen,
        (FEBRUARY, JANUARY, "ads", 3),
        (FEBRUARY, FEBRUARY, "ads", 20),
        (MARCH, JANUARY, "ads", -1),
    ]
    assert warehouse.rows(COSTS) == state
    assert warehouse.rows(CHANGES) == [(JANUARY, 3, True), (JANUARY, -1, True)]
    # What was built month by month is what is built at once.
    warehouse.build(*LOOKED_AT, "--full-refresh")
    assert warehouse.rows(COSTS) == state
    assert warehouse.rows(MONTHS) == state
    # The books know a past in which nothing was closed.
    warehouse.build(*LOOKED_AT, "--vars", '{as_of_delivery: "20260131T000000Z"}')
    assert warehouse.rows(COSTS) == [*frozen, (FEBRUARY, FEBRUARY, "ads", 20)]

    # Months are reopened in reverse order, and then hold what has arrived for them.
    with pytest.raises(InputError, match="in 2025-02, which is closed: reopen that first"):
        take(warehouse, JANUARY, Step.REOPEN, 5, "wrong")
    with pytest.raises(InputError, match="give the --reason that stays in the books"):
        take(warehouse, FEBRUARY, Step.REOPEN, 5, " ")
    assert take(warehouse, FEBRUARY, Step.REOPEN, 5, "the credit was wrong").is_taken
    assert take(warehouse, JANUARY, Step.REOPEN, 5, "so was January").is_taken
    warehouse.build(*LOOKED_AT)
    assert warehouse.rows(COSTS) == [
        (JANUARY, JANUARY, "ads", 12),
        (FEBRUARY, FEBRUARY, "ads", 20),
    ]
    steps = "select step, status, reason from marts.fct_period_close where billing_month = "
    assert warehouse.rows(f"{steps} date '2025-01-01' order by step_number") == [
        ("open", "open", None),
        ("soft", "soft", None),
        ("hard", "closed", None),
        ("reopen", "open", "so was January"),
    ]


def test_a_closed_month_that_was_changed_fails_a_test(warehouse: Warehouse) -> None:
    land(warehouse, 0, bill(JANUARY, "10"), bill(FEBRUARY, "20"))
    assert take(warehouse, JANUARY, Step.HARD, 1).is_taken
    claim = "closed_months_of_costs_daily_are_as_they_were_closed"

    # By hand, in the warehouse.
    with duckdb.connect(str(warehouse.settings.warehouse)) as session:
        session.execute(
            "update marts.fct_costs_daily set owner_id = 'search' where charge_date < '2025-02-01'"
        )
    warehouse.dbt("test", "--select", claim)
    assert warehouse.failed_tests() == {claim}

    # By hand, in the files that the close kept: by a ten billionth.
    warehouse.build("--select", "fct_costs_daily")
    [kept] = warehouse.settings.landing.glob("period_close/closed_fct_costs_daily/*/*/*.parquet")
    with duckdb.connect() as session:
        session.execute(
            "create table kept as select * replace"
            " (cast(billed_cost + 0.0000000001 as decimal(24, 10)) as billed_cost)"
            f" from read_parquet('{kept}', hive_partitioning = false)"
        )
        session.execute(f"copy kept to '{kept}' (format parquet)")
    warehouse.dbt("build", "--select", "fct_costs_daily")
    assert claim in warehouse.failed_tests()


def test_a_month_that_fails_a_check_stays_open(warehouse: Warehouse) -> None:
    land(warehouse, 0, bill(JANUARY, "10", team=""), bill(FEBRUARY, "20"))
    (warehouse.project / "seeds/trust/close_waivers.csv").write_text(
        "check_name,billing_month,approved_by,reason\n"
    )
    refused = take(warehouse, JANUARY, Step.HARD, 1)
    assert not refused.is_taken
    assert [(check.name, check.text) for check in refused.checks if not check.is_passed] == [
        ("allocation", "10.00 of 10.00 USD is unallocated"),
        ("invoices", "no tie-out: payer Usage not_invoiced"),
    ]
    assert not (warehouse.settings.landing / "period_close").exists()
    for check in ("allocation", "invoices"):
        waive(warehouse, check, JANUARY)
    assert take(warehouse, JANUARY, Step.HARD, 1).is_taken

    # A test that fails is a check that fails.
    shutil.copy(
        warehouse.project / "tests/conservation/days_hold_what_was_landed.sql",
        warehouse.project / "tests/conservation/february_is_free.sql",
    )
    (warehouse.project / "tests/conservation/february_is_free.sql").write_text(
        "select * from {{ ref('fct_costs_daily') }} where charge_date > '2025-02-01'\n"
    )
    failed = take(warehouse, FEBRUARY, Step.HARD, 2)
    assert not failed.is_taken
    assert [check.text for check in failed.checks] == ["dbt build fails in test february_is_free"]


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2025-1", "2025-1: is not a month; write it as 2026-03"),
        ("2026-01", "2026-01: is not over yet: close it when its last day has been billed"),
        ("2024-12", "2024-12: nothing has been delivered for it: ingest its bills first"),
    ],
)
def test_a_month_that_cannot_be_closed_is_refused(
    month: str, message: str, warehouse: Warehouse
) -> None:
    land(warehouse, 0, bill(JANUARY, "10"))
    with pytest.raises(InputError, match=message):
        take(warehouse, month, Step.HARD, 0)
    assert not (warehouse.settings.landing / "period_close").exists()


@pytest.mark.spark
@pytest.mark.skipif(find_iceberg_jar() is None, reason="Iceberg for Spark is not installed")
def test_spark_closes_as_duckdb_does(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(warehouse, 0, bill(JANUARY, "10.0000001"), bill(FEBRUARY, "20"))
    assert take(warehouse, JANUARY, Step.HARD, 1).is_taken
    land(warehouse, 2, bill(JANUARY, "13"))
    # Spark finds January as DuckDB closed it, and the same February with the correction in it.
    with monkeypatch.context() as changed:
        other = waiving_invoices(tmp_path / "other", changed, "spark")
        shutil.copytree(warehouse.settings.landing, other.settings.landing)
        on_spark = take(other, FEBRUARY, Step.HARD, 3, target="spark")
    closed = take(warehouse, FEBRUARY, Step.HARD, 3)
    assert closed.is_taken
    assert on_spark == closed
    assert warehouse.rows(COSTS) == [
        (JANUARY, JANUARY, "ads", 10.0000001),
        (FEBRUARY, JANUARY, "ads", 2.9999999),
        (FEBRUARY, FEBRUARY, "ads", 20),
    ]
