"""An ingest that is killed at any moment leaves all of its periods or none, and never twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PROJECT, Ingest, focus_row, landed_files, landed_query, write_csv

from infra_spend.errors import InfraSpendError
from infra_spend.ingest.commit import leftovers, open_landing, repair_landing
from infra_spend.settings import Settings

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
ROWS_PER_MONTH = 200
COMMAND = [sys.executable, "-c", "from infra_spend.cli import app; app()", "ingest", "focus"]


@pytest.fixture
def year(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "year.csv",
        [
            focus_row(BillingPeriodStart=f"{month}-01", BilledCost=str(number))
            for month in MONTHS
            for number in range(ROWS_PER_MONTH)
        ],
    )


def start(path: Path, settings: Settings) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "INFRA_SPEND_LANDING": str(settings.landing),
        "DBT_PROJECT_DIR": str(PROJECT),
        "PYTHONPATH": str(PROJECT / "src"),
    }
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*COMMAND, str(path)], env=environment, stdout=quiet, stderr=quiet)


def wait_until_started(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None and not any(leftovers(settings.landing)):
        time.sleep(0.002)


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_at_a_random_moment(seed: int, year: Path, land: Ingest, settings: Settings) -> None:
    process = start(year, settings)
    wait_until_started(settings, process)
    time.sleep(random.Random(seed).uniform(0, 0.35))
    process.send_signal(signal.SIGKILL)
    process.wait()

    repair_landing(settings.landing)
    after_kill = landed_files(settings)
    assert len(after_kill) in (0, len(MONTHS))
    assert leftovers(settings.landing) == ([], [])

    land("focus", year)
    assert len(landed_files(settings)) == len(MONTHS)
    query = "select count(*), count(distinct billing_period) from landed"
    assert landed_query(settings, query) == [(len(MONTHS) * ROWS_PER_MONTH, len(MONTHS))]


def test_a_commit_that_was_half_in_place_is_finished(
    year: Path, land: Ingest, settings: Settings
) -> None:
    land("focus", year)
    files = landed_files(settings)
    pending = settings.landing / "pending-1"
    for file in files[4:]:
        target = pending / file.relative_to(settings.landing)
        target.parent.mkdir(parents=True)
        file.rename(target)
    (settings.landing / ".staging-1").mkdir()
    assert landed_files(settings) == files[:4]

    outcome = land("focus", year)
    assert landed_files(settings) == files
    assert {landed.status for landed in outcome.landed} == {"unchanged"}
    assert leftovers(settings.landing) == ([], [])


def test_nothing_is_visible_before_the_one_rename(
    year: Path, land: Ingest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, target: Path) -> None:
        if target.name.startswith("pending-"):
            raise OSError(28, "No space left on device", str(target))
        os.rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(InfraSpendError, match="No space left on device: make it accessible"):
        land("focus", year)
    assert landed_files(settings) == []
    assert leftovers(settings.landing) == ([], [])


@pytest.mark.parametrize("moved", [0, 1, 7, 11])
def test_everything_is_visible_after_it(
    moved: int, year: Path, land: Ingest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = iter(range(len(MONTHS)))

    def stop(path: Path, target: Path) -> None:
        if next(moves) == moved:
            raise KeyboardInterrupt
        os.replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            land("focus", year)
    assert len(landed_files(settings)) == moved
    repair_landing(settings.landing)
    assert len(landed_files(settings)) == len(MONTHS)


def test_pending_deliveries_are_not_visible(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    with open_landing(landing) as staging:
        inside = staging / "outgoing" / "a" / "b" / "billing_period=2024-01" / "delivery=1"
        inside.mkdir(parents=True)
        (inside / "overwrite-0000.parquet").touch()
        (staging / "outgoing").rename(landing / "pending-1")
        assert list(landing.glob("*/*/billing_period=*/delivery=*/*.parquet")) == []
    assert not staging.exists()


def test_a_second_ingest_waits_for_the_first(year: Path, settings: Settings) -> None:
    with open_landing(settings.landing):
        process = start(year, settings)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=3)
        assert landed_files(settings) == []
    assert process.wait(timeout=30) == 0
    assert len(landed_files(settings)) == len(MONTHS)
