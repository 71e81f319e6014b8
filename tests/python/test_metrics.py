"""What MetricFlow answers is what SQL on the marts answers."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT

from infra_spend.publish import published_path
from infra_spend.settings import Settings

MARTS = (
    *("dim_dates", "dim_owners", "fct_costs_daily", "fct_allocated_costs_daily"),
    *("fct_effective_savings_monthly", "fct_opportunities", "fct_commitments_daily"),
    *("fct_budget_vs_actual", "fct_forecast_accuracy", "fct_unit_costs_daily"),
)
PLACES = 9

Answers = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the published marts in a warehouse of its own, which mf may lock."""
    settings = Settings.from_environment()
    manifest = PROJECT / os.environ.get("DBT_TARGET_PATH", "target") / "semantic_manifest.json"
    if not (published_path(settings).exists() and manifest.exists()):
        pytest.skip("no marts are published: make test publishes them first")
    folder = tmp_path_factory.mktemp("metrics")
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, folder)
    (folder / "target").mkdir()
    shutil.copy(manifest, folder / "target")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as session:
        session.execute(f"attach '{published_path(settings)}' as published (read_only)")
        session.execute("create schema marts")
        for mart in MARTS:
            session.execute(f"create table marts.{mart} as from published.{mart}")
    return folder


@pytest.fixture(scope="module")
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    path = published_path(Settings.from_environment())
    with duckdb.connect(str(path), read_only=True) as opened:
        yield opened


def run_mf(folder: Path, *words: str) -> str:
    environment = os.environ | {"INFRA_SPEND_DUCKDB": str(folder / "warehouse.duckdb")}
    environment.pop("DBT_TARGET_PATH", None)
    command = [str(Path(sys.executable).with_name("mf")), *words]
    finished = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    output = finished.stdout + finished.stderr
    assert finished.returncode == 0, output[-3000:]
    return output


def ask(folder: Path, metrics: str, *words: str) -> list[dict[str, str]]:
    """Return the rows that ``mf query`` writes."""
    path = folder / "answer.csv"
    run_mf(folder, "query", "--metrics", metrics, "--csv", str(path), "--decimals", "10", *words)
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def answers(folder: Path) -> Answers:
    by_month = "effective_cost,allocated_ratio,effective_savings_ratio,commitment_utilisation_ratio"
    return {
        "by_month": ask(folder, by_month, "--group-by", "metric_time__month"),
        "by_owner": ask(
            folder,
            "budget_variance_cost",
            *("--group-by", "metric_time__month,budget__owner_id"),
        ),
        "by_run": ask(
            folder,
            "forecast_wape_ratio",
            *("--group-by", "accuracy__horizon_name,accuracy__level_name,accuracy__cost_class"),
        ),
    }


def test_metrics_by_month_are_those_of_the_marts(
    answers: Answers, session: duckdb.DuckDBPyConnection
) -> None:
    expected = {
        str(month): amounts
        for month, *amounts in session.execute("""
            select month, cost, known / allocated, savings_ratio, used / amortised
            from (
                select date_trunc('month', charge_date) as month, sum(effective_cost) as cost
                from marts.fct_costs_daily group by all
            )
            left join (
                select date_trunc('month', charge_date) as month,
                    sum(effective_cost) as allocated,
                    sum(effective_cost) filter (where owner_id <> 'unallocated') as known
                from marts.fct_allocated_costs_daily group by all
            ) using (month)
            left join (
                select billing_month as month, effective_savings_ratio as savings_ratio
                from marts.fct_effective_savings_monthly where scope_type = 'company'
            ) using (month)
            left join (
                select date_trunc('month', charge_date) as month,
                    sum(used_cost) as used, sum(amortised_cost) as amortised
                from marts.fct_commitments_daily group by all
            ) using (month)
        """).fetchall()
    }
    found = {row.pop("metric_time__month")[:10]: row for row in answers["by_month"]}
    assert len(found) > 1
    assert {month[:10] for month in expected} == set(found)
    for month, amounts in expected.items():
        for mine, true in zip(found[month[:10]].values(), amounts, strict=True):
            assert close(mine, true), month


def test_budget_variance_is_that_of_the_mart(
    answers: Answers, session: duckdb.DuckDBPyConnection
) -> None:
    expected = {
        (str(month), owner): variance
        for month, owner, variance in session.execute("""
            select budget_month, owner_id, sum(headroom_cost) from marts.fct_budget_vs_actual
            where is_current and account_class = 'all' and headroom_cost is not null group by all
        """).fetchall()
    }
    found = {
        (row["metric_time__month"][:10], row["budget__owner_id"]): row["budget_variance_cost"]
        for row in answers["by_owner"]
        if row["budget_variance_cost"]
    }
    assert len(expected) > 1
    assert set(found) == set(expected)
    for key, variance in expected.items():
        assert close(found[key], variance), key


def test_forecast_error_is_that_of_the_mart(
    answers: Answers, session: duckdb.DuckDBPyConnection
) -> None:
    expected = {
        (horizon, level, cost_class): ratio
        for horizon, level, cost_class, ratio in session.execute("""
            select horizon_name, level_name, cost_class,
                sum(absolute_error_effective_cost) / nullif(sum(absolute_effective_cost), 0)
            from marts.fct_forecast_accuracy group by all
        """).fetchall()
    }
    keys = ("horizon_name", "level_name", "cost_class")
    found = {
        tuple(row[f"accuracy__{key}"] for key in keys): row["forecast_wape_ratio"]
        for row in answers["by_run"]
    }
    assert len(expected) > 1
    assert set(found) == set(expected)
    for key, ratio in expected.items():
        assert close(found[key], ratio), key


def test_the_warehouse_has_what_metrics_read(folder: Path) -> None:
    assert "Successfully validated" in run_mf(folder, "validate-configs")


def close(found: str, expected: float | Decimal | None) -> bool:
    """Return whether an answer is the mart's to nine places; MetricFlow divides in binary."""
    if expected is None:
        return found in ("", "nan")
    return abs(float(found) - float(expected)) <= 10**-PLACES * max(1, abs(float(expected)))
