"""Elementary where it can be had, and its report without it."""

import base64
import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from infra_spend.errors import InfraSpendError
from infra_spend.monitoring.install import install_elementary
from infra_spend.monitoring.report import LABEL, write_report
from infra_spend.settings import Settings


def write_packages(folder: Path) -> Path:
    for name in ("elementary", "dbt_utils"):
        (folder / name).mkdir(parents=True)
        (folder / name / "dbt_project.yml").write_text(f"name: {name}\n")
    return folder


def test_a_local_copy_is_installed_and_its_tests_are_not(tmp_path: Path) -> None:
    local = write_packages(tmp_path / "local")
    (local / "elementary" / "integration_tests").mkdir()
    said = install_elementary(tmp_path, {"ELEMENTARY_PACKAGE_DIR": str(local)})
    assert said == f"Elementary's monitors: from {local}"
    installed = tmp_path / "dbt_packages"
    assert (installed / "elementary" / "dbt_project.yml").read_text() == "name: elementary\n"
    assert not (installed / "elementary" / "integration_tests").exists()
    assert install_elementary(tmp_path, {}) == (
        "Elementary's monitors: as installed in dbt_packages"
    )


def test_a_folder_without_the_packages_is_named_and_nothing_is_installed(tmp_path: Path) -> None:
    with pytest.raises(InfraSpendError, match="must hold elementary and dbt_utils"):
        install_elementary(tmp_path, {"ELEMENTARY_PACKAGE_DIR": str(tmp_path / "nowhere")})
    assert not (tmp_path / "dbt_packages").exists()


def test_a_hub_that_does_not_answer_leaves_native_monitors(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        hub = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        said = install_elementary(tmp_path, {"DBT_PACKAGE_HUB_URL": hub})
    assert said == f"native monitors: Elementary is not installed, {hub} does not answer"


def artifacts(folder: Path) -> Path:
    """Write what dbt would of one model and two tests of it, one of which warned."""
    model: dict[str, Any] = {
        "unique_id": "model.p.costs",
        "resource_type": "model",
        "name": "costs",
        "alias": "costs",
        "config": {"materialized": "table"},
    }
    of_column = {"attached_node": "model.p.costs", "column_name": "cost"}
    tests = [
        {
            "unique_id": f"test.p.{name}",
            "resource_type": "test",
            "name": name,
            "alias": name,
            "config": {"severity": "warn"},
            "test_metadata": {"name": "column_anomaly", "kwargs": {"measure": "sum"}},
            "depends_on": {"nodes": ["model.p.costs"]},
            **of_column,
        }
        for name in ("costs_are_usual", "costs_are_there")
    ]
    shared = {
        "tags": [],
        "package_name": "p",
        "description": "",
        "original_file_path": "models/costs.yml",
        "path": "costs.sql",
        "database": "warehouse",
        "schema": "marts",
    }
    nodes = {node["unique_id"]: shared | node for node in (model, *tests)}
    statuses = {
        "model.p.costs": "success",
        "test.p.costs_are_usual": "warn",
        "test.p.costs_are_there": "pass",
        "unit_test.p.costs.rule": "pass",
    }
    results = [
        {
            "unique_id": key,
            "status": status,
            "execution_time": 0.5,
            "message": "Got 3 results" if status == "warn" else None,
            "failures": 3 if status == "warn" else 0,
            "compiled_code": "select 1",
        }
        for key, status in statuses.items()
    ]
    metadata = {"invocation_id": "one", "generated_at": "2026-10-22T06:00:00.000000Z"}
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"nodes": nodes, "sources": {}}))
    (folder / "run_results.json").write_text(
        json.dumps({"metadata": metadata, "args": {"which": "build"}, "results": results})
    )
    return folder


def test_the_report_of_artifacts_shows_what_was_found_and_says_what_it_is(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path, tmp_path / "warehouse.duckdb", "1GB")
    target = artifacts(tmp_path / "target")
    path = tmp_path / "report.html"
    assert write_report(settings, path, {}) == f"dbt's artifacts in {target}"
    page = path.read_text()
    assert LABEL in page
    found = re.search(r"atob\('([^']+)'\)", page)
    assert found is not None
    data = json.loads(base64.b64decode(found[1]))
    assert data["env"]["project_name"] == "infra_spend"
    assert {
        test["metadata"]["test_name"]: test["metadata"]["latest_run_status"]
        for test in data["test_results"]["model.p.costs"]
    } == {"costs_are_usual": "warn", "costs_are_there": "pass"}
    assert data["coverages"]["model.p.costs"] == {"table_tests": 0, "column_tests": 2}
    assert [run["status"] for run in data["model_runs"][0]["runs"]] == ["success"]


def test_without_a_build_there_is_no_report_but_one_line(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path, tmp_path / "warehouse.duckdb", "1GB")
    with pytest.raises(InfraSpendError, match="run dbt build first"):
        write_report(settings, tmp_path / "report.html", {})
    assert not (tmp_path / "report.html").exists()
