"""Marts built on real and published bills hold the sums of the files, to the last place."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import SHARED_DATA
from warehouse import Warehouse

from infra_spend.export_focus import export_focus
from infra_spend.registry import load_tables

EXPORTS = {
    "sample": ("focus", "focus_sample_1000/focus_sample.csv"),
    "toolkit_10k": ("focus", "focus_toolkit/aws_focus_1_3_10k.parquet"),
    "toolkit_300k": ("focus", "focus_toolkit/aws_focus_1_2_300k.parquet"),
    "aws": ("aws_cur", "aws_cur_real/sample-anonymous-aws-export-dataset.csv"),
    "clusters_bill": ("aws_cur", "ocp_on_aws/aws_cur_*.parquet"),
    "cluster": ("kubernetes", "ocp_on_aws/ocp_pod_usage_*.parquet"),
    "cluster_volumes": ("kubernetes", "ocp_on_aws/ocp_storage_usage_*.parquet"),
}
# Source, row count, and for each mart column the column of the file that it adds up.
SUMS = {
    "sample": (1000, {"billed_cost": "BilledCost", "list_cost": "ListCost"}),
    "toolkit_10k": (10_000, {"billed_cost": "BilledCost", "effective_cost": "BilledCost"}),
    "toolkit_300k": (300_000, {"billed_cost": "BilledCost", "effective_cost": "BilledCost"}),
    "aws": (
        1281,
        {"billed_cost": "lineItem/UnblendedCost", "effective_cost": "lineItem/UnblendedCost"},
    ),
    "clusters_bill": (
        63_336,
        {"billed_cost": "lineItem/UnblendedCost", "effective_cost": "lineItem/UnblendedCost"},
    ),
}
TOLERANCE = Decimal("0.000001")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"{SHARED_DATA} is absent: the real bills are not part of the project")
    warehouse = Warehouse(tmp_path_factory.mktemp("real"))
    for source, (known, path) in EXPORTS.items():
        warehouse.land(known, SHARED_DATA / path, source=source)
    warehouse.build("--exclude-resource-types", "unit_test")
    return warehouse


def file_rows(path: str, query: str) -> list[tuple[Decimal, ...]]:
    """Return the rows of a query over the cells of an export as text, read by DuckDB alone."""
    found = SHARED_DATA / path
    reader = "read_parquet" if found.suffix == ".parquet" else "read_csv"
    options = "" if found.suffix == ".parquet" else ", all_varchar = true, nullstr = 'NULL'"
    with duckdb.connect() as session:
        return session.execute(query.format(cells=f"{reader}('{found}'{options})")).fetchall()


@pytest.mark.parametrize("source", SUMS)
def test_charges_hold_the_sums_of_the_file(warehouse: Warehouse, source: str) -> None:
    row_count, columns = SUMS[source]
    wanted = ", ".join(f"""sum(cast("{name}" as decimal(38, 18)))""" for name in columns.values())
    expected = file_rows(EXPORTS[source][1], f"select {wanted} from {{cells}}")[0]
    found = warehouse.rows(
        f"select count(*), {', '.join(f'sum({name})' for name in columns)}"
        f" from marts.fct_charges where source_name = '{source}'"
    )[0]
    assert found[0] == row_count
    for landed, charged in zip(expected, found[1:], strict=True):
        assert abs(landed - charged) <= TOLERANCE


def test_the_mart_of_days_holds_the_sums_of_the_lines(warehouse: Warehouse) -> None:
    sums = "sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost)"
    days = warehouse.rows(f"select {sums} from marts.fct_costs_daily")
    lines = warehouse.rows(f"select {sums} from marts.fct_charges")
    assert days == lines


def test_namespaces_and_idle_cost_what_the_nodes_are_billed(warehouse: Warehouse) -> None:
    nodes = file_rows(EXPORTS["cluster"][1], "select distinct resource_id from {cells}")
    names = ", ".join(f"'{name}'" for (name,) in nodes)
    billed = file_rows(
        EXPORTS["clusters_bill"][1],
        """
        select
            cast(left("lineItem/UsageStartDate", 10) as date) as day,
            sum(round(cast("lineItem/UnblendedCost" as decimal(38, 18)), 10))
        from {cells}
        where "lineItem/ResourceId" in ("""
        + names
        + """)
        group by day
        order by day
        """,
    )
    split = warehouse.rows(
        """
        select charge_date, sum(effective_cost)
        from marts.fct_kubernetes_costs_daily
        where resource_kind in ('cpu', 'memory')
        group by charge_date
        order by charge_date
        """
    )
    assert len(billed) == 91
    assert split == billed
    idle = warehouse.rows(
        "select sum(effective_cost) from marts.fct_kubernetes_costs_daily where is_idle"
    )
    assert idle[0][0] > 0


def test_a_rounded_export_is_pointed_out(warehouse: Warehouse) -> None:
    result = warehouse.dbt("test", "--select", "effective_costs_are_not_whole_numbers")
    assert "Got 1 result, configured to warn" in result.output


def test_the_focus_file_holds_what_was_charged(warehouse: Warehouse, tmp_path: Path) -> None:
    table = load_tables(warehouse.project)["focus_charges"]
    out = tmp_path / "focus.parquet"
    count, _ = export_focus(warehouse.settings, table, "1.3", out, None)
    lines = warehouse.rows("select count(*), sum(billed_cost) from marts.fct_charges")[0]
    with duckdb.connect() as session:
        written = session.execute(f"select count(*), sum(BilledCost) from '{out}'").fetchone()
    assert (count, lines[1]) == (lines[0], written[1] if written else None)
