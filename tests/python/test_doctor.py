"""The doctor finds what is wrong, says how to mend it, and mends what it can."""

from pathlib import Path

import pytest
from conftest import Ingest, focus_row, landed_files, write_csv
from typer.testing import CliRunner, Result

from infra_spend import doctor
from infra_spend.cli import app
from infra_spend.doctor import Level, examine
from infra_spend.settings import Settings


def run_doctor(settings: Settings, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.setenv("INFRA_SPEND_LANDING", str(settings.landing))
    monkeypatch.setenv("INFRA_SPEND_DUCKDB", str(settings.warehouse))
    monkeypatch.setenv("DBT_PROJECT_DIR", str(settings.project))
    return CliRunner().invoke(app, ["doctor", *options])


def test_nothing_is_a_problem_in_a_new_checkout(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_doctor(settings, monkeypatch)
    assert result.exit_code == 0, result.output
    assert "does not exist → run infra-spend ingest" in result.output


def test_pending_deliveries_are_a_problem_until_repaired(
    tmp_path: Path, settings: Settings, land: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    land("focus", write_csv(tmp_path / "bill.csv", [focus_row()]))
    pending = settings.landing / "pending-1"
    pending.mkdir()
    (settings.landing / "focus").rename(pending / "focus")
    (settings.landing / ".staging-1").mkdir()

    result = run_doctor(settings, monkeypatch)
    assert result.exit_code == 1
    assert "pending-1 is half in place → run infra-spend doctor --repair" in result.output
    assert ".staging-1 was left by a killed ingest" in result.output

    result = run_doctor(settings, monkeypatch, "--repair")
    assert result.exit_code == 0, result.output
    assert "focus/focus_charges: 1 deliveries, latest period 2025-01" in result.output
    assert len(landed_files(settings)) == 1


def test_a_warehouse_that_cannot_be_opened_is_a_problem(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.warehouse.write_text("this is no database")
    result = run_doctor(settings, monkeypatch)
    assert result.exit_code == 1
    assert "problem  warehouse: " in result.output


def test_a_version_outside_the_supported_range_is_a_problem(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: "2.0.0")
    findings = {finding.subject: finding for finding in examine(settings)}
    assert findings["duckdb"].level is Level.PROBLEM
    assert findings["duckdb"].fix == "install 1.5.6 or newer, below 2"
