"""How deliveries become state: new, repeated, replaced, appended, withdrawn, and past."""

import shutil
from pathlib import Path

from conftest import Row, focus_row, write_csv
from warehouse import Warehouse

DAY = 24 * 60
MODELS_ONLY = ("--exclude-resource-types", "test", "unit_test")
COSTS_ONLY = ("--select", "+fct_costs_daily", *MODELS_ONLY)
WITHOUT_UNIT_TESTS = ("--exclude-resource-types", "unit_test")
COSTS = "select charge_date, sum(billed_cost) from marts.fct_costs_daily group by 1 order by 1"


def bill(month: int, cost: str, day: int = 1) -> Row:
    return focus_row(
        BilledCost=cost,
        BillingPeriodStart=f"2025-{month:02d}-01T00:00:00Z",
        BillingPeriodEnd=f"2025-{month + 1:02d}-01T00:00:00Z",
        ChargePeriodStart=f"2025-{month:02d}-{day:02d}T00:00:00Z",
        ChargePeriodEnd=f"2025-{month:02d}-{day + 1:02d}T00:00:00Z",
    )


def costs(warehouse: Warehouse) -> dict[str, float]:
    return {str(day): float(cost) for day, cost in warehouse.rows(COSTS)}


def read_months(warehouse: Warehouse) -> str:
    """Return the filter by which the last run chose the months to read again."""
    model = "models/intermediate/charges/int_charges_daily.sql"
    compiled = (warehouse.target_path() / "compiled/infra_spend" / model).read_text()
    return compiled.split("where ", 1)[1].split("\n", 1)[0].strip()


def test_deliveries_over_time(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)

    def land(*rows: Row, day: int, **options: str) -> None:
        warehouse.land("focus", write_csv(tmp_path / "export.csv", rows), day * DAY, **options)

    # Nothing has been delivered: everything builds, and everything is empty.
    warehouse.build(*WITHOUT_UNIT_TESTS)
    assert costs(warehouse) == {}

    # Two months arrive.
    land(bill(1, "10"), bill(2, "20"), day=0)
    warehouse.build(*COSTS_ONLY)
    first = {"2025-01-01": 10, "2025-02-01": 20}
    assert costs(warehouse) == first

    # The same export again changes nothing, and no month is read again.
    land(bill(1, "10"), bill(2, "20"), day=1)
    warehouse.build(*COSTS_ONLY)
    assert costs(warehouse) == first
    assert read_months(warehouse) == "false"

    # January is restated and loses a day: only January is read, the old day is gone.
    land(bill(1, "11", day=2), day=2)
    warehouse.build(*COSTS_ONLY)
    restated = {"2025-01-02": 11, "2025-02-01": 20}
    assert costs(warehouse) == restated
    assert read_months(warehouse) == "billing_month in (date '2025-01-01')"

    # A correction is appended to February.
    land(bill(2, "-5"), day=3, mode="append")
    warehouse.build(*COSTS_ONLY)
    corrected = restated | {"2025-02-01": 15}
    assert costs(warehouse) == corrected

    # A delivery that arrives late but is older than what is current changes nothing.
    land(bill(2, "99"), day=4, delivered_at="2026-01-30T00:00:00Z")
    warehouse.build(*COSTS_ONLY)
    assert costs(warehouse) == corrected

    # The past can be built again, and so can the present.
    as_of = '{as_of_delivery: "20260201T000000Z"}'
    warehouse.build(*COSTS_ONLY, "--vars", as_of)
    assert costs(warehouse) == first
    warehouse.build(*COSTS_ONLY)
    assert costs(warehouse) == corrected

    # What was built month by month is what is built at once.
    warehouse.build("--full-refresh", "--selector", "monthly_close")
    assert costs(warehouse) == corrected

    # A month that leaves the landing zone leaves the warehouse.
    shutil.rmtree(warehouse.settings.landing / "focus/focus_charges/billing_period=2025-02")
    warehouse.build("--selector", "monthly_close")
    assert costs(warehouse) == {"2025-01-02": 11}


def test_a_day_without_an_exchange_rate_stops_the_build(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    rows = [focus_row(BillingCurrency="CHF", BillingAccountId="swiss"), focus_row()]
    warehouse.land("focus", write_csv(tmp_path / "export.csv", rows))
    result = warehouse.dbt("build", *MODELS_ONLY)
    assert result.returncode == 1
    assert "no exchange rate from CHF to USD on 2025-01-01: add a row to seeds/" in result.output


def test_an_unfinished_ingest_stops_the_build(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    waiting = "pending-1/focus/focus_charges/billing_period=2025-01/delivery=20260101T000000Z"
    (warehouse.settings.landing / waiting).mkdir(parents=True)
    (warehouse.settings.landing / waiting / "overwrite-0000.parquet").touch()
    result = warehouse.dbt("build", *MODELS_ONLY)
    assert result.returncode != 0
    assert "Run `infra-spend doctor --repair` to finish it." in result.output
