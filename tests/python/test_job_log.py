"""The log of jobs says what ran and how it ended, and nothing that is secret."""

import json
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

from infra_spend.cli import main


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "jobs.jsonl"
    monkeypatch.setenv("INFRA_SPEND_LOG", str(path))
    monkeypatch.setenv("INFRA_SPEND_LANDING", str(tmp_path / "landing"))
    monkeypatch.setenv("INFRA_SPEND_DUCKDB", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("DBT_PROJECT_DIR", str(PROJECT))
    return path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["infra-spend", *words])
    monkeypatch.setattr("infra_spend.cli.argv", sys.argv)
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code


def test_a_job_is_logged_with_how_it_ended_and_without_its_arguments(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "http://127.0.0.1:1/T00/B00/secret"
    assert run(monkeypatch, "alert", "--slack", secret) == 2
    assert run(monkeypatch, "doctor") == 0
    assert secret not in log.read_text()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("info", "begun"),
        ("error", "failed"),
        ("error", "ended"),
        ("info", "begun"),
        ("info", "ended"),
    ]
    assert lines[1]["message"] in capsys.readouterr().err
    assert [(line["command"], line["exit_code"]) for line in (lines[2], lines[4])] == [
        ("alert", 2),
        ("doctor", 0),
    ]


def test_a_log_that_cannot_be_written_stops_the_job_in_one_line(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log.mkdir()
    assert run(monkeypatch, "doctor") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "infra-spend: INFRA_SPEND_LOG names a file that cannot be written" in said.err
    assert len(said.err.splitlines()) == 1
