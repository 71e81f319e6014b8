"""A close that is killed at any moment, and the next one, close the month as one that was not."""

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest
from closed_books import MONTH, closing
from small_bill import land_small_bill
from warehouse import Warehouse

from infra_spend.ingest.commit import LOCK, leftovers

COMMAND = [sys.executable, "-c", "from infra_spend.cli import app; app()", "close", MONTH, "--hard"]
CLOSED = """
    select mart_name, row_count, content_hash
    from read_parquet('{}/period_close/closed_marts/*/*/*.parquet') order by mart_name
"""
COSTS = "from marts.fct_costs_daily order by all"
# By what is there then: dbt has much to build yet, rows of the month are written, or moved in.
MOMENTS = ["logs_close/int_charges_daily", "landing/.staging-*/closed_fct_*", "landing/pending-*"]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = closing(tmp_path)
    land_small_bill(warehouse)
    return warehouse


def start(warehouse: Warehouse) -> subprocess.Popen[str]:
    environment = warehouse.environment | {
        "DBT_PROJECT_DIR": str(warehouse.project),
        "DBT_TARGET_PATH": str(warehouse.target_path()),
        "DBT_LOG_PATH": str(warehouse.folder / "logs_close"),
    }
    warehouse.give_parsed()
    return subprocess.Popen(
        COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def is_there(warehouse: Warehouse, moment: str) -> bool:
    if moment.startswith("logs_close/"):
        log = warehouse.folder / "logs_close" / "dbt.log"
        return log.exists() and f".{Path(moment).name} " in log.read_text()
    return any(warehouse.folder.glob(moment))


def is_held(landing: Path) -> bool:
    """Return whether an ingest or a close would have to wait."""
    with (landing / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_closes_that_were_killed_are_made_good_by_the_next(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    landing = warehouse.settings.landing
    for moment in MOMENTS:
        running = start(warehouse)
        while not is_there(warehouse, moment) and running.poll() is None:
            # Moving in is over in no time.
            time.sleep(0 if is_there(warehouse, MOMENTS[1]) else 0.001)
        # Only the close: dbt, which it has started, goes on with the warehouse and what is staged.
        running.kill()
        running.wait()
        assert is_held(landing) or moment != MOMENTS[0]
        said, _ = running.communicate()
        assert running.returncode == -9, said
        is_closed = any(landing.glob("period_close/close_steps/*"))
        assert not is_closed or moment == MOMENTS[-1], moment
    # The last one had nothing left to do but the moves, which the next one does for it.
    rerun = start(warehouse)
    said, _ = rerun.communicate()
    assert rerun.returncode == 2
    assert f"{MONTH}: has been closed since" in said
    assert leftovers(landing) == ([], [])
    warehouse.build("--select", "fct_costs_daily")

    other = closing(tmp_path_factory.mktemp("undisturbed"))
    land_small_bill(other)
    undisturbed = start(other)
    said, _ = undisturbed.communicate()
    assert undisturbed.returncode == 0, said
    other.build("--select", "fct_costs_daily")
    assert warehouse.rows(CLOSED.format(landing)) == other.rows(
        CLOSED.format(other.settings.landing)
    )
    assert warehouse.rows(COSTS) == other.rows(COSTS)
