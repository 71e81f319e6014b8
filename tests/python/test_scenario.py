"""A scenario on the terminal: its layers in their order, and errors in one line."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from infra_spend.cli import app
from infra_spend.scenario import waterfall

LAYERS = ("baseline", "business_drivers", "scenario")


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two months of a scenario: what is forecast grows by a tenth, and taxes do not."""
    path = tmp_path / "warehouse.duckdb"
    monkeypatch.setenv("INFRA_SPEND_DUCKDB", str(path))
    with duckdb.connect(str(path)) as session:
        session.execute("create schema marts")
        session.execute("""
            create table marts.fct_scenarios (
                scenario_name varchar, layer_name varchar, layer_number bigint, node_id varchar,
                parent_node_id varchar, level_name varchar, owner_id varchar, forecast_month date,
                as_of_date date, effective_cost decimal(24, 10)
            )
        """)
        for month in (5, 6):
            for cost_class, costs in (("usage", (100, 10, 110)), ("tax", (20, 0, 20))):
                for number, (layer, cost) in enumerate(zip(LAYERS, costs, strict=True)):
                    for owner, parent in (("ads", "company"), ("company", None)):
                        session.execute(
                            "insert into marts.fct_scenarios values"
                            " ('high', ?, ?, ?, ?, 'team', ?, ?, '2026-04-15', ?)",
                            [
                                *(layer, number, f"{cost_class}/{owner}"),
                                f"{cost_class}/{parent}" if parent else None,
                                *(owner, f"2026-0{month}-01", cost),
                            ],
                        )
    return path


def test_layers_keep_their_order_and_add_up_to_the_scenario(warehouse: Path) -> None:
    tree = waterfall(warehouse, "high")
    assert tree.label == "high: everything, 2026-05 to 2026-06"
    assert [(each.label, each.effective_cost) for each in tree.children] == [
        ("Baseline", 240),
        ("Business drivers", 20),
    ]
    assert tree.effective_cost == 260
    assert tree.children[0].why == "forecast as of 2026-04-15"
    assert tree.children[1].why == "+8.3% of the baseline"
    for layer in tree.children:
        assert sum((month.effective_cost for month in layer.children), Decimal(0)) == (
            layer.effective_cost
        )


def test_an_owner_is_all_of_its_classes_and_a_node_is_one(warehouse: Path) -> None:
    assert waterfall(warehouse, "high", owner="ads").effective_cost == 260
    assert waterfall(warehouse, "high", node="usage/ads").effective_cost == 220


def test_the_command_prints_a_line_for_each_layer(warehouse: Path) -> None:
    printed = CliRunner().invoke(app, ["scenario", "high"])
    assert printed.exit_code == 0
    assert [line.split()[0] for line in printed.stdout.splitlines()] == [
        *("high:", "Baseline", "Business"),
    ]
    assert '"label": "2026-05"' in CliRunner().invoke(app, ["scenario", "high", "--json"]).stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["peak"], "infra-spend: peak is no scenario: high"),
        (["high", "--owner", "us"], "infra-spend: us is not forecast"),
        (["high", "--owner", "ads", "--node", "usage/ads"], "infra-spend: give --owner or --node"),
    ],
)
def test_what_is_not_there_is_one_line(
    arguments: list[str], expected: str, warehouse: Path
) -> None:
    printed = CliRunner().invoke(app, ["scenario", *arguments])
    assert printed.exit_code == 2
    assert printed.stderr.startswith(expected)
    assert len(printed.stderr.splitlines()) == 1
