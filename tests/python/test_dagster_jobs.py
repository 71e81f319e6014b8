"""The jobs of Dagster do what the commands do: needs the extra `dagster` (`make dagster`)."""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from closed_books import MONTH, closing
from small_bill import land_small_bill

dagster = pytest.importorskip("dagster")


def test_models_are_built_tested_and_published_and_a_month_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from infra_spend import dagster_jobs

    warehouse = closing(tmp_path / "demo")
    land_small_bill(warehouse)
    paths = {
        "DBT_PROJECT_DIR": str(warehouse.project),
        "DBT_TARGET_PATH": str(warehouse.target_path()),
        "DAGSTER_HOME": str(tmp_path),
    }
    for name, value in (warehouse.environment | paths).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(dagster_jobs.InfraSpendError, match="run dbt parse first"):
        dagster_jobs.definitions()
    assert warehouse.dbt("parse").returncode == 0
    definitions = dagster_jobs.definitions()
    instance = dagster.DagsterInstance.ephemeral()

    built = definitions.resolve_job_def("daily").execute_in_process(instance=instance)
    assert built.success
    manifest = json.loads((warehouse.target_path() / "manifest.json").read_text())
    made = {event.asset_key.path[-1] for event in built.get_asset_materialization_events()}
    models = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    }
    assert made == models | {"published_marts"}
    tested = built.get_asset_check_evaluations()
    assert len(tested) > len(models) / 2
    warning = dagster.AssetCheckSeverity.WARN
    assert all(check.passed or check.severity is warning for check in tested)
    assert warehouse.settings.warehouse.with_name("marts.duckdb").exists()

    config = dagster_jobs.closing_config(
        SimpleNamespace(scheduled_execution_time=datetime.fromisoformat("2025-02-08"))
    )
    assert config["ops"]["close_month"]["config"]["month"] == MONTH
    closed = definitions.resolve_job_def("monthly_close").execute_in_process(
        run_config=config, instance=instance
    )
    assert closed.success
    assert any(warehouse.settings.landing.glob(f"period_close/close_steps/*{MONTH}/*/*"))
