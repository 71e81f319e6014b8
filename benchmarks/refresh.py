"""What the daily job costs, of a full build: every model and test, on the simulated company."""

from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.measure import measure
from benchmarks.report import Result, compared
from benchmarks.simulate import simulate_company
from benchmarks.warehouse import Warehouse
from infra_spend.ingest.deliveries import STAMP
from infra_spend.simulator.parameters import SCALES, Parameters

RATIO_BAR = "ratio at most 0.20"
BILL = "aws/aws_cur_lines/billing_period=*/delivery=*"
DELIVERY = f"delivery={STAMP}"


def run_refresh(folder: Path, months: int = Parameters.months) -> list[Result]:
    """Build the company as of the day before its newest one, deliver that day, and build daily."""
    warehouse = Warehouse(folder)
    measure(simulate_company, warehouse.landing, SCALES["small"], months)
    newest = max(warehouse.landing.glob(BILL))
    held = newest.rename(folder / newest.name)
    day_before = datetime.strptime(newest.name, DELIVERY) - timedelta(days=1)
    measure(_write_without_newest_day, held, newest.with_name(f"{day_before:{DELIVERY}}"))
    measure(warehouse.dbt, "parse")
    whole = measure(warehouse.dbt, "build")
    held.rename(newest)
    daily = measure(warehouse.dbt, "build", "--selector", "daily")
    name = f"refresh: {months} months, daily job after one delivery of AWS, of a full build"
    return [compared(name, daily, whole, RATIO_BAR)]


def _write_without_newest_day(held: Path, delivery: Path) -> None:
    """Write what a delivery holds, as it was a day earlier."""
    delivery.mkdir()
    rows = f"read_parquet('{held}/*.parquet', hive_partitioning = false)"
    day = "cast(line_item_usage_start_date as date)"
    with duckdb.connect() as session:
        session.execute(
            f"copy (select * from {rows} where {day} < (select max({day}) from {rows}))"
            f" to '{delivery}/overwrite-0000.parquet' (format parquet)"
        )
