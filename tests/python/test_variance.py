"""The bridge between two months, as its models make it of any panel of SKUs."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse import Warehouse

MODELS = ("int_sku_costs_compared", "int_sku_costs_priced", "int_sku_costs_bridged")
INPUT = """
create schema intermediate;
create table intermediate.int_months_compared as
select 'previous_month' as comparison_name, date '2026-01-01' as earlier_month,
    date '2026-02-01' as later_month;
create table intermediate.int_exchange_rates_compared as
select *, 'EUR' as billing_currency, 1.07 / 1.1 as earlier_per_later_rate
from intermediate.int_months_compared;
create table intermediate.int_sku_costs_monthly (
    billing_month date, effect_name text, owner_id text, provider_name text, service_name text,
    sku_meter text, region_id text, consumed_unit text, billing_currency text,
    reporting_currency text, list_cost decimal(24, 10), contracted_cost decimal(24, 10),
    effective_cost decimal(24, 10), covered_contracted_cost decimal(24, 10),
    covered_effective_cost decimal(24, 10), consumed_quantity decimal(38, 12)
)
"""
MONTHS = ("2026-01-01", "2026-02-01")

# Few values, so that zeros, equals, opposites and all orders of magnitude meet.
COSTS = st.sampled_from(
    [Decimal(text) for text in ("0", "1e-10", "0.3", "7", "7.0000000001", "1234567.89", "-7", "-2")]
)
QUANTITIES = st.sampled_from(
    [None, *(Decimal(text) for text in ("0", "1e-12", "3", "8", "3600", "28800", "1e20", "-3"))]
)
SKU_MONTHS = st.tuples(
    st.sampled_from(MONTHS),
    st.sampled_from(["usage", "usage", "usage", "tax"]),
    st.sampled_from(["api", "web"]),
    st.just("AWS"),
    st.just("EC2"),
    st.sampled_from(["box", "disk", None]),
    st.none(),
    st.sampled_from(["Hrs", "Seconds"]),
    st.sampled_from(["USD", "EUR"]),
    st.just("USD"),
    *[COSTS] * 5,
    QUANTITIES,
)
PANELS = st.lists(SKU_MONTHS, max_size=12, unique_by=lambda row: row[:9])


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a session in which the models, as dbt compiles them, are views over a panel."""
    warehouse = Warehouse(tmp_path_factory.mktemp("variance"))
    finished = warehouse.dbt("compile", "--select", *MODELS, "int_cost_effects")
    assert finished.returncode == 0, finished.output
    compiled: Path = warehouse.target_path() / "compiled/infra_spend/models"
    with duckdb.connect() as session:
        session.execute(INPUT)
        for model in (*MODELS, "int_cost_effects"):
            text = (compiled / f"intermediate/unit_economics/{model}.sql").read_text()
            query = re.sub(r'"warehouse"\.', "", text)
            session.execute(f"create view intermediate.{model} as {query}")
        yield session


def bridge(session: duckdb.DuckDBPyConnection, panel: list[tuple[Any, ...]]) -> dict[str, Decimal]:
    """Return the effects of a panel by name, after checking that they are the change."""
    session.execute("delete from intermediate.int_sku_costs_monthly")
    if panel:
        holes = ", ".join("?" * len(panel[0]))
        session.executemany(
            f"insert into intermediate.int_sku_costs_monthly values ({holes})", panel
        )
    changes = session.execute("""
        select owner_id, sum(sign * effective_cost), sum(sign * list_cost) from (
            select *, if(billing_month = '2026-02-01', 1, -1) as sign
            from intermediate.int_sku_costs_monthly
        ) group by all order by all
    """).fetchall()
    assert (
        changes
        == session.execute("""
        select owner_id, sum(change_effective_cost), sum(change_list_cost)
        from intermediate.int_cost_effects group by all order by all
    """).fetchall()
    )
    return dict(
        session.execute("""
            select effect_name, sum(change_effective_cost)
            from intermediate.int_cost_effects group by all
        """).fetchall()
    )


@settings(max_examples=50, deadline=None)
@given(panel=PANELS)
def test_effects_of_any_panel_are_its_change(
    session: duckdb.DuckDBPyConnection, panel: list[tuple[Any, ...]]
) -> None:
    bridge(session, panel)


def sku(month: str, quantity: int, *costs: int, unit: str = "Hrs") -> tuple[Any, ...]:
    of = (month, "usage", "api", "AWS", "EC2", "box", None, unit, "USD", "USD")
    return (*of, *costs, quantity)


def test_another_unit_is_another_sku(session: duckdb.DuckDBPyConnection) -> None:
    earlier = sku(MONTHS[0], 2, 8, 8, 8, 0, 0)
    later = sku(MONTHS[1], 7200, 8, 8, 8, 0, 0, unit="Seconds")
    assert bridge(session, [earlier, later]) == {"retired": -8, "new": 8}


def test_a_price_that_stays_has_no_effect(session: duckdb.DuckDBPyConnection) -> None:
    """Twice as much, at rates that stay, of which as much is covered as before."""
    found = bridge(
        session, [sku(MONTHS[0], 3, 30, 20, 15, 10, 5), sku(MONTHS[1], 6, 60, 40, 30, 20, 10)]
    )
    assert found.pop("usage") == 15
    assert set(found.values()) == {0}
