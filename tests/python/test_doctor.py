"""The doctor finds what is wrong, says how to mend it, and mends what it can."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import Ingest, focus_row, landed_files, write_csv
from typer.testing import CliRunner, Result

from infra_spend import doctor
from infra_spend.cli import app
from infra_spend.doctor import Level, examine
from infra_spend.settings import Settings

TODAY = date(2026, 2, 10)
PROFILE = """
infra_spend:
  target: cloud
  outputs:
    cloud:
      type: duckdb
      path: "{{ env_var('SPEND_PATH') }}"
      schema: "{{ env_var('SPEND_SCHEMA', 'main') }}"
    other: {type: nothing}
"""


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
    findings = {finding.subject: finding for finding in examine(settings, {}, TODAY)}
    assert findings["duckdb"].level is Level.PROBLEM
    assert findings["duckdb"].fix == "install 1.5.6 or newer, below 2"


def findings_on(
    subject: str, settings: Settings, environment: dict[str, str]
) -> list[tuple[Level, str, str]]:
    return [
        (finding.level, finding.text, finding.fix)
        for finding in examine(settings, environment, TODAY)
        if finding.subject == subject
    ]


@pytest.mark.parametrize(
    ("profile", "environment", "level", "text", "fix"),
    [
        (PROFILE, {"SPEND_PATH": "x"}, Level.OK, "target cloud on dbt-duckdb", ""),
        (PROFILE, {}, Level.PROBLEM, "target cloud needs SPEND_PATH", "set SPEND_PATH"),
        (
            PROFILE,
            {"DBT_TARGET": "other"},
            Level.PROBLEM,
            "target other needs dbt-nothing, which is not installed",
            "install dbt-nothing",
        ),
        (PROFILE, {"DBT_TARGET": "moon"}, Level.PROBLEM, "{path} has no moon", "fetch profiles"),
        ("", {}, Level.PROBLEM, "{path} has no infra_spend", "fetch profiles.yml again"),
        ("a: [", {}, Level.PROBLEM, "{path}: while parsing a flow node", "fetch profiles.yml"),
    ],
)
def test_a_profile_that_dbt_cannot_use_is_a_problem(
    tmp_path: Path,
    settings: Settings,
    profile: str,
    environment: dict[str, str],
    level: Level,
    text: str,
    fix: str,
) -> None:
    path = tmp_path / "profiles.yml"
    path.write_text(profile)
    [found] = findings_on("profile", settings, {"DBT_PROFILES_DIR": str(tmp_path)} | environment)
    assert found[:2] == (level, text.format(path=path))
    assert found[2].startswith(fix)


def test_a_feed_that_is_older_than_it_may_be_is_a_warning(
    tmp_path: Path, settings: Settings, land: Ingest
) -> None:
    """Bills landed on 31 January: one may be 10 days old, one 9, one is retired, one is gone."""
    for source in ("new", "old", "retired"):
        land("focus", write_csv(tmp_path / f"{source}.csv", [focus_row()]), source=source)
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute("""
            create schema intermediate;
            create schema rules;
            create table intermediate.int_feeds_watched as
            from (values
                ('new', 'focus_charges', 'ten', null), ('old', 'focus_charges', 'nine', null),
                ('gone', 'focus_charges', 'ten', null),
                ('retired', 'focus_charges', 'nine', date '2026-02-10')
            ) as feeds (source_name, table_name, sla_name, retired_date);
            create table rules.feed_slas as
            from (values
                ('ten', date '2000-01-01', null, 10), ('nine', date '2026-02-10', null, 9),
                ('nine', date '2000-01-01', date '2026-02-10', 99)
            ) as slas (feed_kind, valid_from_date, valid_to_date, highest_age_days)
        """)
    retire = "ingest what has come, or retire it in seeds/trust/feeds_retired.csv"
    found = [
        (finding.subject, finding.text)
        for finding in examine(settings, {}, TODAY)
        if finding.fix == retire
    ]
    assert found == [
        ("gone/focus_charges", "nothing is there"),
        ("old/focus_charges", "10 days old, 9 are allowed"),
    ]
    settings.landing.rename(tmp_path / "elsewhere")
    (settings.landing / "simulation").mkdir(parents=True)
    (settings.landing / "simulation" / "manifest.json").touch()
    [(level, text, _)] = findings_on("freshness", settings, {})
    assert level is Level.OK
    assert text.startswith("input is simulated")
