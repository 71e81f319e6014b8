"""What other cost tools are known to get wrong, on a bill that shows it."""

from decimal import Decimal

import pytest
from conftest import focus_row, write_csv
from small_bill import PLATFORM_USAGE, aws_line, host, pod, query
from warehouse import Warehouse

MARTS = (
    *("fct_allocated_costs_daily", "fct_platform_economics_monthly", "fct_costs_daily"),
    *("fct_kubernetes_costs_daily", "fct_query_costs_daily"),
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Two days: on the second nobody was metered on the platform, and no query ran."""
    warehouse = Warehouse(tmp_path_factory.mktemp("faults"))
    folder = warehouse.folder

    def land(known: str, *rows: dict[str, str]) -> None:
        warehouse.land(known, write_csv(folder / f"{known}.csv", rows), source=known)

    days = ("2025-01-01", "2025-01-02")
    land(
        "aws_cur",
        *(
            aws_line(
                line_item_resource_id=machine,
                line_item_unblended_cost=cost,
                line_item_usage_start_date=f"{day}T00:00:00Z",
                line_item_usage_end_date=f"{day}T01:00:00Z",
            )
            for day in days
            for machine, cost in (("i-1", "7"), ("i-2", "5"))
        ),
        aws_line(
            line_item_resource_id="task-1",
            split_line_item_parent_resource_id="i-1",
            line_item_unblended_cost="4",
        ),
    )
    land(
        "focus",
        *(
            focus_row(
                EffectiveCost=cost,
                Tags='{"service": "kafka"}',
                ChargePeriodStart=f"{day}T00:00:00Z",
                ChargePeriodEnd=f"{day}T01:00:00Z",
            )
            for day, cost in zip(days, ("10", "8"), strict=True)
        ),
    )
    land("kubernetes", pod(), pod(pod="other", namespace="search", pod_labels="label_app:index"))
    land("hosts", *(host(interval_start=f"{day}T00:00:00Z") for day in days))
    land("queries", query())
    land("usage", *(row for row in PLATFORM_USAGE if row["platform"] == "kafka"))
    warehouse.build(
        *("--exclude-resource-types", "test", "unit_test"),
        *("--select", *(f"+{mart}" for mart in MARTS)),
    )
    return warehouse


def test_a_platform_that_nobody_used_for_a_day_keeps_its_cost(warehouse: Warehouse) -> None:
    """A share of a group whose usage is zero is no number, and drops the cost where it is one."""
    assert warehouse.rows("""
        select charge_date, owner_id, effective_cost from marts.fct_allocated_costs_daily
        where 'platform-kafka' in (owner_id, service_name) order by all
    """) == warehouse.rows("""
        select date '2025-01-01', 'platform-cache', 3.3333333333
        union all select date '2025-01-01', 'shop', 6.6666666667
        union all select date '2025-01-02', 'platform-kafka', 8.0
        order by all
    """)
    assert warehouse.rows("""
        select passed_effective_cost, unmetered_effective_cost
        from marts.fct_platform_economics_monthly where platform_owner_id = 'platform-kafka'
    """) == [(10, 8)]


def test_idle_is_counted_once_whoever_is_asked_for(warehouse: Warehouse) -> None:
    """Idle that is repeated beside every namespace is counted again by each filter."""
    costs = dict(
        warehouse.rows("""
            select namespace, sum(effective_cost) from marts.fct_kubernetes_costs_daily
            where charge_date = '2025-01-01' group by namespace
        """)
    )
    assert costs.keys() == {"shop", "search", "idle"}
    assert costs["idle"] > 0
    assert sum(costs.values()) == 7


def test_a_task_is_a_part_of_its_machine(warehouse: Warehouse) -> None:
    """Lines that split a machine among its tasks, added to it, count it twice."""
    assert warehouse.rows("""
        select sum(billed_cost), sum(effective_cost) from marts.fct_costs_daily
        where provider_name = 'AWS'
    """) == [(24, 24)]


def test_an_engine_that_ran_no_query_is_idle(warehouse: Warehouse) -> None:
    """Hours of a warehouse that are joined to its queries vanish where there is none."""
    assert warehouse.rows("""
        select charge_date, is_idle, sum(effective_cost) > 0
        from marts.fct_query_costs_daily group by all order by all
    """) == warehouse.rows("""
        select date '2025-01-01', false, true
        union all select date '2025-01-01', true, true
        union all select date '2025-01-02', true, true
    """)
    assert warehouse.rows("""
        select sum(effective_cost) from marts.fct_query_costs_daily
        where charge_date = '2025-01-02'
    """) == [(Decimal(5),)]
