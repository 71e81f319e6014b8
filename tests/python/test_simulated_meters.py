"""What the simulated clusters, platforms, query engines, buckets and hosts metered."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from conftest import PROJECT
from hypothesis import given
from hypothesis import strategies as st

from infra_spend.allocation import solve_platforms_daily
from infra_spend.registry import load_tables
from infra_spend.simulator import run
from infra_spend.simulator.exports import (
    aws_cur,
    hosts,
    known,
    kubernetes,
    platforms,
    queries,
    storage,
)
from infra_spend.simulator.parameters import HOURLY_FROM_LINES, Parameters
from infra_spend.simulator.world import draw_world

METERS = (hosts, kubernetes, platforms, queries, storage)
IDENTIFIERS = sorted({export.identifier for module in METERS for export in module.EXPORTS})
# A seed of which a volume loses its claim, even among so few.
DAILY = Parameters(months=3, lines_per_month=10_000, seed=5)
HOURLY = Parameters(months=1, lines_per_month=HOURLY_FROM_LINES)


class Landed:
    """What some export modules wrote for some months, and queries over it."""

    def __init__(
        self,
        folder: Path,
        parameters: Parameters,
        modules: tuple[ModuleType, ...] = METERS,
        threads: int = 2,
    ) -> None:
        self.folder = folder
        folder.mkdir()
        world = draw_world(parameters)
        with pytest.MonkeyPatch.context() as patch, duckdb.connect() as session:
            patch.setattr(known, "MODULES", modules)
            session.execute(f"set threads = {threads}; set TimeZone = 'UTC'")
            run.load_world(session, world)
            for month in parameters.month_starts:
                run.write_month(session, world, month, folder)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query over tables by their identifier and truths by their name."""
        with duckdb.connect() as session:
            for found in sorted(self.folder.glob("*/*")):
                if found.parent.name != "simulation":
                    self._add(session, found.name, f"*/{found.name}/*/*/*.parquet")
            for found in sorted(self.folder.glob("simulation/truth/*/")):
                self._add(session, f"true_{found.name}", f"simulation/truth/{found.name}/*.parquet")
            return session.execute(query).fetchall()

    def _add(self, session: duckdb.DuckDBPyConnection, name: str, files: str) -> None:
        session.execute(
            f"create or replace view {name} as"
            f" from read_parquet('{self.folder}/{files}', union_by_name = true)"
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("meters")


@pytest.fixture(scope="module")
def landed(folder: Path) -> Landed:
    return Landed(folder / "daily", DAILY, (*METERS, aws_cur))


@pytest.fixture(scope="module")
def hourly(folder: Path) -> Landed:
    return Landed(folder / "hourly", HOURLY)


# The form of it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_a_table_has_the_columns_that_are_declared(landed: Landed, identifier: str) -> None:
    declared = load_tables(PROJECT)[identifier].columns
    found = {
        name: data_type.lower()
        for name, data_type, *_ in landed.rows(f"describe {identifier}")
        if name not in ("billing_period", "delivery")
    }
    assert set(found) <= set(declared)
    for name, column in declared.items():
        assert name in found or not column.required, name
        if name in found:
            expected = {"string": "varchar"}.get(column.data_type, column.data_type.split("(")[0])
            assert found[name].startswith(expected), name
        if column.never_null:
            assert landed.rows(f"select count(*) from {identifier} where {name} is null") == [(0,)]


def test_rows_lie_in_the_month_they_are_delivered_for(landed: Landed) -> None:
    tables = load_tables(PROJECT)
    for identifier in IDENTIFIERS:
        start = tables[identifier].billing_period_column
        assert landed.rows(
            f"select count(*) from {identifier} where strftime({start}, '%Y-%m') <> billing_period"
        ) == [(0,)]


def test_the_number_of_threads_changes_nothing(folder: Path) -> None:
    parameters = Parameters(months=1, lines_per_month=10_000, seed=11)
    runs = [Landed(folder / f"threads_{count}", parameters, threads=count) for count in (1, 3)]
    for identifier in [*IDENTIFIERS, "true_waste", "true_platform_shares"]:
        query = f"select * from {identifier} order by all"
        assert runs[0].rows(query) == runs[1].rows(query)


# Kubernetes ---------------------------------------------------------------------------------------

NODE_INTERVALS = """
    select
        max(node_capacity_cpu_core_seconds) as cpu_capacity,
        max(node_capacity_memory_byte_seconds) as memory_capacity,
        sum(greatest(pod_usage_cpu_core_seconds, pod_request_cpu_core_seconds)) as cpu_held,
        sum(greatest(pod_usage_memory_byte_seconds, pod_request_memory_byte_seconds))
            as memory_held,
        count(distinct pod) = count(*) as has_each_pod_once
    from kubernetes_pod_usage
    group by cluster_id, node, interval_start
"""


@pytest.mark.parametrize("scale", ["landed", "hourly"])
def test_pods_never_hold_more_than_their_node_has(
    scale: str, request: pytest.FixtureRequest
) -> None:
    found = request.getfixturevalue(scale).rows(
        "select count(*) filter ("
        "    where cpu_held > cpu_capacity or memory_held > memory_capacity"
        "    or not has_each_pod_once"
        f"), 1 - sum(cpu_held) / sum(cpu_capacity) from ({NODE_INTERVALS})"
    )
    [(overfilled, idle_ratio)] = found
    assert overfilled == 0
    assert 0.15 < idle_ratio < 0.45


def test_the_parts_of_a_node_add_up_to_it(landed: Landed) -> None:
    assert landed.rows(
        "select distinct sum(cpu_ratio), sum(memory_ratio) from true_kubernetes_shares"
        " group by charge_date, resource_id"
    ) == [(1, 1)]


def test_true_shares_are_what_pods_hold(landed: Landed) -> None:
    [(rows, difference)] = landed.rows(
        """
        select count(*), max(abs(true_kubernetes_shares.cpu_ratio - held.ratio))
        from true_kubernetes_shares
        inner join (
            select
                resource_id,
                cast(interval_start as date) as charge_date,
                pod_labels['label_app_kubernetes_io_name'] as workload,
                sum(greatest(pod_usage_cpu_core_seconds, pod_request_cpu_core_seconds))
                / max(node_capacity_cpu_core_seconds) as ratio
            from kubernetes_pod_usage
            group by all
        ) as held using (resource_id, charge_date, workload)
        """
    )
    assert rows > 1000
    # Meters count whole core-seconds.
    assert difference < 0.0001


def test_a_volume_without_claim_is_known_waste(landed: Landed) -> None:
    unclaimed = landed.rows(
        "select distinct csi_volume_handle from kubernetes_volume_usage"
        " where persistentvolumeclaim is null order by all"
    )
    assert unclaimed
    assert unclaimed == landed.rows(
        "select distinct subject from true_waste where kind = 'unattached_volume' order by all"
    )


def test_nodes_and_volumes_are_on_the_bill(landed: Landed) -> None:
    billed = {row[0] for row in landed.rows("select line_item_resource_id from aws_cur_lines")}
    nodes = {row[0] for row in landed.rows("select resource_id from kubernetes_pod_usage")}
    volumes = {
        row[0] for row in landed.rows("select csi_volume_handle from kubernetes_volume_usage")
    }
    assert nodes | volumes <= billed


# Platforms ----------------------------------------------------------------------------------------


def test_true_shares_of_platforms_are_what_iteration_finds(landed: Landed) -> None:
    usage = landed.rows(
        "select platform, consumer, consumer_type, cast(quantity as double) from platform_usage"
        " where usage_start = (select max(usage_start) from platform_usage)"
    )
    total: dict[str, float] = {}
    for platform, consumer, _, quantity in usage:
        if platform != consumer:
            total[platform] = total.get(platform, 0.0) + quantity
    for origin in total:
        cost, arrived = {origin: 1.0}, dict[str, float]()
        while sum(cost.values()) > 1e-14:
            passed: dict[str, float] = {}
            for platform, consumer, consumer_type, quantity in usage:
                if platform in cost and platform != consumer:
                    target = passed if consumer_type == "platform" else arrived
                    part = cost[platform] * quantity / total[platform]
                    target[consumer] = target.get(consumer, 0.0) + part
            cost = passed
        true = dict(
            landed.rows(
                "select final_consumer, cast(ratio as double) from true_platform_shares"
                " where charge_date = (select max(usage_start) from platform_usage)"
                f" and platform = '{origin}'"
            )
        )
        assert arrived == pytest.approx(true, abs=1e-11)


def test_solving_the_platforms_finds_their_true_shares(landed: Landed) -> None:
    usage = landed.rows(
        "select cast(usage_start as date), platform, consumer, cast(quantity as double)"
        " from platform_usage"
    )
    columns = ["charge_date", "platform", "consumer", "quantity"]
    found = solve_platforms_daily(pd.DataFrame(usage, columns=columns))
    shares = {tuple(key): ratio for *key, ratio in found.itertuples(index=False, name=None)}
    true = {
        tuple(key): ratio
        for *key, ratio in landed.rows(
            "select charge_date, platform, final_consumer, cast(ratio as double)"
            " from true_platform_shares where platform != final_consumer"
        )
    }
    assert len(true) > 1000
    assert shares == pytest.approx(true, rel=0, abs=1e-10)


def test_platforms_use_each_other_in_circles_and_themselves(landed: Landed) -> None:
    edges = set(landed.rows("select distinct platform, consumer from platform_usage"))
    for circle in (("kubernetes", "kafka", "object-storage"), ("cache", "kafka")):
        assert set(zip(circle, (*circle[1:], circle[0]), strict=True)) <= edges
    assert ("kafka", "kafka") in edges


def test_the_cost_of_a_platform_without_meters_stays_there(landed: Landed) -> None:
    unmetered = landed.rows(
        "select final_consumer, count(distinct charge_date) from true_platform_shares"
        " where is_unmetered and platform = final_consumer and ratio = 1 group by all order by all"
    )
    days = DAILY.day_count
    assert unmetered == [(platforms.SILENT_PLATFORM, 1), (platforms.LATE_PLATFORM, days // 3)]
    metered = dict(
        landed.rows("select platform, count(distinct usage_start) from platform_usage group by all")
    )
    assert metered[platforms.SILENT_PLATFORM] == days - 1
    assert metered[platforms.LATE_PLATFORM] == days - days // 3


@given(st.integers(2, 7), st.integers(0, 2**32))
def test_equations_are_solved_as_numpy_solves_them(size: int, seed: int) -> None:
    draws = np.random.default_rng(seed)
    given_to = draws.uniform(0, 1, (4, size, size + 3)) * (
        draws.uniform(0, 1, (4, size, size + 3)) < 0.6
    )
    given_to[:, :, -1] += 0.01
    given_to[:, range(size), range(size)] = 0
    ratios = given_to / given_to.sum(axis=2, keepdims=True)
    equations, direct = np.eye(size) - ratios[:, :, :size], ratios[:, :, size:]
    found = platforms.solved(equations.copy(), direct.copy())
    assert found == pytest.approx(np.linalg.solve(equations, direct), abs=1e-9)
    assert found.sum(axis=2) == pytest.approx(np.ones((4, size)), abs=1e-9)


# Query engines ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", ["landed", "hourly"])
def test_the_log_of_an_engine_is_what_its_meter_counted(
    scale: str, request: pytest.FixtureRequest
) -> None:
    differences = request.getfixturevalue(scale).rows(
        """
        select count(*), max(abs(logged.seconds - metered.seconds))
        from (
            select engine, cast(started_at as date) as day, sum(cpu_seconds) as seconds
            from query_log group by all
        ) as logged
        full join (
            select platform as engine, cast(usage_start as date) as day,
                sum(quantity) * 3600 as seconds
            from platform_usage where platform in ('trino', 'spark', 'hive') group by all
        ) as metered using (engine, day)
        """
    )
    parameters = DAILY if scale == "landed" else HOURLY
    assert differences == [(3 * parameters.day_count, 0)]


def test_queries_take_part_of_what_the_hosts_of_their_engine_are(landed: Landed) -> None:
    [(least, most, is_used)] = landed.rows(
        """
        select min(queries.seconds / hosts.capacity), max(queries.seconds / hosts.capacity),
            bool_and(hosts.used >= queries.seconds)
        from (
            select cluster_id, cast(started_at as date) as day, sum(cpu_seconds) as seconds
            from query_log group by all
        ) as queries
        inner join (
            select cluster_id, cast(interval_start as date) as day,
                sum(cpu_capacity_core_seconds) as capacity, sum(cpu_used_core_seconds) as used
            from host_usage group by all
        ) as hosts using (cluster_id, day)
        """
    )
    assert 0.4 < least < most < 0.7
    assert is_used


# Storage and hosts --------------------------------------------------------------------------------

BILLED = """
    select line_item_resource_id as resource_id, cast(line_item_usage_start_date as date) as day,
        sum(line_item_usage_amount) as quantity
    from aws_cur_lines
    where delivery = (select max(delivery) from aws_cur_lines as newest
        where newest.billing_period = aws_cur_lines.billing_period)
    and line_item_line_item_type in ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
    group by all
"""


def test_a_bucket_holds_what_is_billed(landed: Landed) -> None:
    [(buckets, error)] = landed.rows(
        f"""
        select count(*), max(abs(size / (quantity * day(last_day(day)) * 1073741824) - 1))
        from (
            select resource_id, cast(inventory_at as date) as day, sum(size_bytes) as size
            from storage_inventory group by all
        ) inner join ({BILLED}) using (resource_id, day)
        """
    )
    assert buckets > 100
    assert error < 1e-9


def test_a_host_has_the_hours_that_are_billed(landed: Landed) -> None:
    [(hosts_seen, is_same)] = landed.rows(
        f"""
        select count(*), bool_and(round(seconds / 3600 / quantity, 3) in (4, 8, 16, 48, 96))
        from (
            select host_id as resource_id, cast(interval_start as date) as day,
                sum(cpu_capacity_core_seconds) as seconds
            from host_usage group by all
        ) inner join ({BILLED}) using (resource_id, day)
        where quantity > 0.01
        """
    )
    assert hosts_seen > 1000
    assert is_same


def test_nothing_uses_more_than_there_is(landed: Landed) -> None:
    assert landed.rows(
        "select count(*) from host_usage where cpu_used_core_seconds > cpu_capacity_core_seconds"
        " or memory_used_byte_seconds > memory_capacity_byte_seconds"
        " or gpu_used_seconds > gpu_capacity_seconds"
    ) == [(0,)]


def test_idle_hosts_are_the_known_ones(landed: Landed) -> None:
    idle = landed.rows(
        "select host_id from host_usage group by all"
        " having max(cpu_used_core_seconds / cpu_capacity_core_seconds) < 0.03 order by all"
    )
    assert idle
    assert idle == landed.rows(
        "select distinct subject from true_waste where kind = 'idle_host' order by all"
    )


def test_every_kind_of_waste_is_there_and_costs_something(landed: Landed) -> None:
    kinds = dict(landed.rows("select kind, min(wasted_list_cost) from true_waste group by kind"))
    assert set(kinds) == {
        "idle_host",
        "underused_host",
        "old_generation",
        "over_requested",
        "unattached_volume",
        "cold_table",
    }
    assert min(kinds.values()) > 0
