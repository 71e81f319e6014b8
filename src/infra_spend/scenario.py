"""A scenario as a waterfall: from what is forecast, layer by layer, to what it expects."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.database import open_warehouse
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.explain.tree import Branch

BASELINE, SCENARIO = "baseline", "scenario"
# An owner is a node of each cost class; without either, the roots are meant.
ROWS = """
    select layer_name, forecast_month, sum(effective_cost), any_value(as_of_date)
    from marts.fct_scenarios
    where scenario_name = $scenario and case
        when $node is not null then node_id = $node
        when $owner is not null then owner_id = $owner and level_name <> 'leaf'
        else parent_node_id is null
    end
    group by layer_name, layer_number, forecast_month
    order by layer_number, forecast_month
"""


def waterfall(
    warehouse: Path, scenario: str, owner: str | None = None, node: str | None = None
) -> Branch:
    """Return what a scenario costs: a branch for the baseline and for each layer, by month.

    Args:
        warehouse: The DuckDB file whose marts are read.
        scenario: A ``scenario_name`` of ``fct_scenarios``.
        owner: An ``owner_id``, for what it and those below it cost; the whole company unless given.
        node: A ``node_id`` instead, such as usage/ads.

    Raises:
        InfraSpendError: there is no such warehouse, scenario, owner or node.
    """
    if owner and node:
        raise InputError("give --owner or --node, not both")
    with open_warehouse(warehouse) as session:
        try:
            asked = {"scenario": scenario, "node": node, "owner": owner}
            rows = session.execute(ROWS, asked).fetchall()
            names = session.execute(
                "select distinct scenario_name from marts.fct_scenarios order by all"
            ).fetchall()
        except duckdb.Error as error:
            raise InfraSpendError(
                f"{warehouse}: the marts are not there: run dbt build first ({first_line(error)})"
            ) from error
    known = [name for (name,) in names]
    if scenario not in known:
        raise InputError(f"{scenario} is no scenario: {', '.join(known) or 'there is none'}")
    if not rows:
        raise InputError(f"{node or owner} is not forecast: marts.fct_scenarios has no such row")
    return _tree(rows, f"{scenario}: {node or owner or 'everything'}")


def without_months(tree: Branch) -> Branch:
    """Return the waterfall with a line for each layer, as it fits on a terminal."""
    return replace(tree, children=tuple(replace(layer, children=()) for layer in tree.children))


def _tree(rows: list[tuple[Any, ...]], label: str) -> Branch:
    """Return the branch of a scenario; layers stay in their order, and so do months."""
    layers: dict[str, list[Branch]] = {}
    for name, month, cost, _ in rows:
        layers.setdefault(name, []).append(Branch(f"{month:%Y-%m}", cost))
    total = _sum(layers.pop(SCENARIO))
    baseline = _sum(layers[BASELINE])
    branches = []
    for name, months in layers.items():
        cost = _sum(months)
        why = _part(cost, baseline)
        if name == BASELINE:
            why = f"forecast as of {rows[0][3]}"
        branches.append(Branch(name.replace("_", " ").capitalize(), cost, why, tuple(months)))
    months = layers[BASELINE]
    ahead = f"{months[0].label} to {months[-1].label}"
    return Branch(f"{label}, {ahead}", total, _part(total - baseline, baseline), tuple(branches))


def _sum(branches: list[Branch]) -> Decimal:
    return sum((branch.effective_cost for branch in branches), Decimal(0))


def _part(cost: Decimal, baseline: Decimal) -> str:
    return f"{cost / baseline:+.1%} of the baseline" if baseline and cost else ""
