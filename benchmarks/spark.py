"""What the daily tables cost on a local Spark with Iceberg, against DuckDB on the same bill."""

import os
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.build import CHANGED_MONTH, land_year
from benchmarks.generate import write_bill
from benchmarks.measure import Cost, measure
from benchmarks.report import Result, compared
from benchmarks.warehouse import MODELS, PROJECT, Warehouse
from infra_spend.engines.spark import local_settings, spark_environment

SECOND_DELIVERY = "20260201T000000Z"
ADDED = 1 / 50
TOTALS = """
    select cast(date_trunc('month', charge_date) as date) as charge_month, count(*) as row_count,
        sum(billed_cost) as billed_cost, sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost
    from marts.fct_costs_daily
    group by 1
"""
DIFFERENCES = f"""
    select theirs.charge_month
    from ({TOTALS}) as ours
    full join read_parquet('{{totals}}/*.parquet') as theirs using (charge_month, row_count)
    where ours.row_count is null
        or theirs.row_count is null
        or greatest(
            abs(ours.billed_cost - theirs.billed_cost),
            abs(ours.effective_cost - theirs.effective_cost),
            abs(ours.list_cost - theirs.list_cost)
        ) >= 0.01
"""


def run_spark(folder: Path, million_lines: int) -> list[Result]:
    """Build the daily tables of a bill on both engines, and refresh them after a new delivery."""
    engines = [Warehouse(folder, engine) for engine in ("spark", "duckdb")]
    landing = engines[0].landing
    landing.mkdir(parents=True)
    for engine in engines:
        measure(_dbt, engine, "seed")
    idle = _run(engines, "--full-refresh")
    lines_per_month = land_year(landing, million_lines)
    whole = _run(engines, "--full-refresh")
    _check_equal(*engines)
    changed = round(lines_per_month * (1 + ADDED))
    measure(write_bill, landing, changed, [CHANGED_MONTH], SECOND_DELIVERY)
    refreshed = _run(engines)
    _check_equal(*engines)

    size = f"{million_lines} million lines"
    spark, duck = whole
    own, own_duck = _without(whole, idle)
    month, _ = refreshed
    own_month, _ = _without(refreshed, idle)
    return [
        compared(f"{size}: dbt run on Spark, of the same on DuckDB", spark, duck),
        compared(f"{size}: the same without a run without lines", own, own_duck),
        compared(f"{size}: one month refreshed on Spark, of all there", month, spark),
        compared(f"{size}: the same without a run without lines", own_month, own),
    ]


def _without(costs: list[Cost], idle: list[Cost]) -> list[Cost]:
    return [cost.without(own) for cost, own in zip(costs, idle, strict=True)]


def _run(engines: list[Warehouse], *arguments: str) -> list[Cost]:
    return [measure(_dbt, engine, "run", *arguments, *MODELS) for engine in engines]


def _dbt(engine: Warehouse, *arguments: str) -> None:
    engine.dbt(*arguments)
    if engine.engine == "spark":
        _end_session()


def _check_equal(spark: Warehouse, duck: Warehouse) -> None:
    """Raise ValueError unless both have as many rows of each month, and the same costs of it."""
    totals = spark.folder / "totals"
    measure(_write_totals, spark, totals)
    with duckdb.connect(str(duck.database), read_only=True) as session:
        months = session.execute(DIFFERENCES.format(totals=totals)).fetchall()
    if months:
        raise ValueError(
            f"Spark and DuckDB differ in {', '.join(str(month) for (month,) in months)}"
        )


def _write_totals(spark: Warehouse, totals: Path) -> None:
    from pyspark.sql import SparkSession

    os.environ.update(spark.environment)
    os.environ.update(spark_environment(local_settings(PROJECT, os.environ), os.environ))
    session: Any = SparkSession.builder.getOrCreate()
    session.sql(TOTALS).write.mode("overwrite").parquet(str(totals))
    _end_session()


def _end_session() -> None:
    """End the Java of the session, so that what it cost is known."""
    from pyspark import SparkContext

    gateway: Any = SparkContext._gateway
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
