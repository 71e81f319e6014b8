"""The overview prints the sums of the marts, and says what to do without a warehouse."""

from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from infra_spend.errors import InfraSpendError
from infra_spend.overview import overview_picture, print_overview

MARTS = """
    create schema marts;
    create table marts.dim_owners as
    select unnest(['ads', 'ads-api']) as owner_id, unnest(['Ads', 'Ads API']) as owner_name,
        unnest(['team', 'service']) as owner_type, date '2020-01-01' as valid_from_date,
        null::date as valid_to_date;
    create table marts.dim_owner_ancestors as
    select 'ads-api' as owner_id, unnest(['ads-api', 'ads']) as ancestor_owner_id,
        unnest([0, 1]) as level_count, date '2020-01-01' as valid_from_date,
        null::date as valid_to_date;
    create table marts.fct_costs_daily as
    select date '2026-01-01' as charge_date, 'ads-api' as owner_id, 'AWS' as provider_name,
        'usage' as cost_type, 'USD' as reporting_currency, 1234.5 as billed_cost,
        1000.25 as effective_cost, 2000 as list_cost;
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as session:
        session.execute(MARTS)
    return path


def test_it_prints_the_sums_of_the_marts(warehouse: Path) -> None:
    console = Console(width=100, record=True)
    print_overview(warehouse, console)
    picture = overview_picture(console)
    assert "1,000.25" in picture
    assert "url(" not in picture.replace("url(#", "")
    text = console.export_text()
    assert text.count("1,000.25") == 3
    assert "simulated" not in text


def test_it_says_so_when_its_figures_are_simulated(warehouse: Path) -> None:
    console = Console(width=100, record=True)
    print_overview(warehouse, console, is_simulated=True)
    assert "simulated: no figure is real" in console.export_text()


def test_a_warehouse_without_marts_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(InfraSpendError, match="the marts are not there: run dbt build first"):
        print_overview(path, Console())


def test_no_warehouse_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InfraSpendError, match="there is no warehouse yet"):
        print_overview(tmp_path / "warehouse.duckdb", Console())
