"""What goes wrong around a build: it says so in one line, and the next one makes the same marts."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Row, focus_row, write_csv
from warehouse import Warehouse

DAY = 24 * 60
COSTS_ONLY = (
    *("--select", "+fct_costs_daily", "+fct_restatements"),
    *("--exclude-resource-types", "test", "unit_test"),
)
COSTS = """
    select cast(charge_date as varchar), owner_id, cast(sum(billed_cost) as double)
    from marts.fct_costs_daily group by all order by all
"""
CHANGES = "select cast(change_billed_cost as double) from marts.fct_restatements order by all"
MOMENTS = ["int_charges_daily", "int_delivered_costs", "fct_restatements", "fct_costs_daily"]
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "'; drop schema marts cascade; --",
    'a "quoted"\nname,\twith; all',
    "<script>alert(1)</script>",
    "{{ env_var('HOME') }} {% raw %}",
    "🦆 Ünïcödé \u202e",
    "../../etc/passwd",
    "%s %(name)s ${HOME} `id` \\",
]


def bill(month: int, cost: str, team: str = "ads") -> Row:
    return focus_row(
        BilledCost=cost,
        BillingPeriodStart=f"2025-{month:02}-01T00:00:00Z",
        BillingPeriodEnd=f"2025-{month + 1:02}-01T00:00:00Z",
        ChargePeriodStart=f"2025-{month:02}-01T00:00:00Z",
        ChargePeriodEnd=f"2025-{month:02}-02T00:00:00Z",
        Tags=json.dumps({"team": team}),
    )


def land(warehouse: Warehouse, day: int, *rows: Row) -> None:
    warehouse.land("focus", write_csv(warehouse.folder / "bill.csv", rows), day * DAY)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Two months, built."""
    warehouse = Warehouse(tmp_path_factory.mktemp("built") / "built")
    land(warehouse, 0, bill(1, "10"), bill(2, "20"))
    warehouse.build(*COSTS_ONLY)
    return warehouse


@pytest.fixture
def warehouse(built: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of it, and a delivery that changes one month and adds another."""
    copy = Warehouse(shutil.copytree(built.folder, tmp_path / "copy"))
    land(copy, 1, bill(1, "13"), bill(3, "30"))
    return copy


def has_both_deliveries(warehouse: Warehouse) -> bool:
    return warehouse.rows(COSTS) == [
        ("2025-01-01", "ads", 13),
        ("2025-02-01", "ads", 20),
        ("2025-03-01", "ads", 30),
    ] and warehouse.rows(CHANGES) == [(3,)]


def test_builds_that_were_killed_are_made_good_by_the_next(warehouse: Warehouse) -> None:
    for moment in (
        "int_charges_daily",
        "int_delivered_costs",
        "fct_restatements",
        "fct_costs_daily",
    ):
        running = warehouse.start("build", *COSTS_ONLY)
        while f".{moment} " not in running.output.read_text() and running.process.is_alive():
            time.sleep(0.002)
        running.process.kill()
        assert running.wait().returncode == -9, moment
    warehouse.build(*COSTS_ONLY)
    assert has_both_deliveries(warehouse)


def test_a_second_build_is_refused_while_one_runs(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.settings.warehouse)):
        refused = warehouse.dbt("build", *COSTS_ONLY)
    assert refused.returncode == 2
    assert "Could not set lock" in refused.output
    assert "DuckDB has one writer: wait until the other build has ended" in refused.output
    assert "Traceback" not in refused.output
    warehouse.build(*COSTS_ONLY)
    assert has_both_deliveries(warehouse)


def test_a_disk_that_is_full_stops_the_build_and_nothing_is_lost(warehouse: Warehouse) -> None:
    room = warehouse.settings.warehouse.stat().st_size
    running = warehouse.start("build", *COSTS_ONLY)
    # The file of the warehouse and its log can grow no more, as on a full disk.
    assert running.process.pid
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (room // 8, room // 8))
    stopped = running.wait()
    assert stopped.returncode != 0
    assert "File too large" in stopped.output
    warehouse.build(*COSTS_ONLY)
    assert has_both_deliveries(warehouse)


def spoil(path: Path, how: str) -> None:
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:-100])
        return
    changed = {
        "renamed": "* exclude (billed_cost), billed_cost as cost",
        "emptied": "* replace (null as billed_cost)",
        "retyped": "* replace ('a lot' as billed_cost)",
    }[how]
    with duckdb.connect() as session:
        session.execute(f"create table rows as select * from '{path}'")
        session.execute(f"copy (select {changed} from rows) to '{path}'")


def test_files_that_a_provider_spoiled_stop_the_build_until_they_are_gone(
    warehouse: Warehouse,
) -> None:
    landing = warehouse.settings.landing
    [good] = landing.glob("focus/focus_charges/billing_period=2025-03/*/*.parquet")
    bad = good.parent.with_name("delivery=20260301T000000Z") / good.name
    nameless = (
        f"{bad.parent.relative_to(landing)}: a row has no billed_cost: deliver the file again"
    )
    for how, message in {
        "truncated": f"No magic bytes found at end of file '{bad}'",
        "renamed": nameless,
        "emptied": nameless,
        "retyped": 'Could not convert string "a lot" to DECIMAL',
    }.items():
        shutil.copytree(good.parent, bad.parent)
        spoil(bad, how)
        stopped = warehouse.dbt("build", *COSTS_ONLY)
        assert stopped.returncode != 0, how
        assert message in stopped.output, how
        shutil.rmtree(bad.parent)
    warehouse.build(*COSTS_ONLY)
    assert has_both_deliveries(warehouse)


@pytest.fixture(scope="module")
def odd(built: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A copy that has taken what is odd and not wrong: a new column, names, a thousand files."""
    warehouse = Warehouse(shutil.copytree(built.folder, tmp_path_factory.mktemp("odd") / "copy"))
    land(warehouse, 1, bill(3, "30"))
    [path] = warehouse.settings.landing.glob("focus/*/billing_period=2025-03/*/*.parquet")
    with duckdb.connect() as session:
        session.execute(f"create table rows as select *, 'new' as x_of_tomorrow from '{path}'")
        session.execute(f"copy rows to '{path}'")
    land(warehouse, 2, *(bill(4, "1", team=name) | {"ServiceName": name} for name in HOSTILE))
    folder = warehouse.folder / "tiny"
    folder.mkdir()
    for number in range(1000):
        write_csv(folder / f"{number}.csv", [bill(5, f"0.{number:03}")])
    warehouse.land("focus", folder / "*.csv", 3 * DAY)
    warehouse.build(*COSTS_ONLY)
    return warehouse


@pytest.mark.parametrize(
    ("month", "cost"), [("2025-03", 30), ("2025-04", len(HOSTILE)), ("2025-05", 499.5)]
)
def test_a_new_column_odd_names_and_a_thousand_files_cost_what_they_say(
    month: str, cost: float, odd: Warehouse
) -> None:
    query = "select sum(billed_cost) from marts.fct_costs_daily where charge_date = "
    [(found,)] = odd.rows(f"{query} date '{month}-01'")
    assert float(found) == cost


@pytest.mark.parametrize("column", ["service_name", "tag_team"])
def test_names_are_only_names_however_they_are_written(column: str, odd: Warehouse) -> None:
    query = f"select {column} from intermediate.int_charges_daily where billing_month = "
    assert {name for (name,) in odd.rows(f"{query} date '2025-04-01'")} == set(HOSTILE)


def test_a_landing_zone_that_is_read_only_is_built_from_and_not_written_to(
    warehouse: Warehouse,
) -> None:
    landing = warehouse.settings.landing
    before = sorted(landing.rglob("*"))
    # The superuser writes anywhere, unless the right to is taken away.
    without = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    command = [*without, sys.executable, "-c", "from infra_spend.cli import app; app()"]
    path = write_csv(warehouse.folder / "late.csv", [bill(4, "40")])
    environment = warehouse.environment | {"DBT_PROJECT_DIR": str(PROJECT)}
    folders = [landing, *(path for path in before if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        refused = subprocess.run(
            [*command, "ingest", "focus", str(path)],
            env=environment,
            capture_output=True,
            text=True,
        )
        warehouse.build(*COSTS_ONLY)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert refused.returncode != 0
    assert "Permission denied" in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr
    assert sorted(landing.rglob("*")) == before
    assert has_both_deliveries(warehouse)
