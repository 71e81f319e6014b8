"""The first look at a warehouse: cost by month, by owner and by kind, on one screen."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table

from infra_spend.database import open_warehouse
from infra_spend.errors import InfraSpendError, first_line

COMMAND = "infra-spend overview"
BAR_WIDTH = 18
MOST_ROWS = 12

BY_MONTH = """
    select
        strftime(charge_date, '%Y-%m') as label,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost
    from marts.fct_costs_daily
    group by label
    order by label desc
"""
# A service or platform of the company counts with the team that it stands below.
BY_OWNER = """
    with

    costs as (

        select
            owner_id,
            charge_date,
            sum(billed_cost) as billed_cost,
            sum(effective_cost) as effective_cost,
            sum(list_cost) as list_cost
        from marts.fct_costs_daily
        group by owner_id, charge_date

    ),

    costs_with_team as (

        select
            any_value(costs.billed_cost) as billed_cost,
            any_value(costs.effective_cost) as effective_cost,
            any_value(costs.list_cost) as list_cost,
            arg_min(owners.owner_name, ancestors.level_count) as label
        from costs
        inner join marts.dim_owner_ancestors as ancestors
            on
                costs.owner_id = ancestors.owner_id
                and costs.charge_date >= ancestors.valid_from_date
                and costs.charge_date < coalesce(ancestors.valid_to_date, date '9999-12-31')
        inner join marts.dim_owners as owners
            on
                ancestors.ancestor_owner_id = owners.owner_id
                and owners.owner_type not in ('service', 'platform')
                and costs.charge_date >= owners.valid_from_date
                and costs.charge_date < coalesce(owners.valid_to_date, date '9999-12-31')
        group by costs.owner_id, costs.charge_date

    )

    select
        label,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost
    from costs_with_team
    group by label
    order by effective_cost desc
"""
BY_TYPE = """
    select
        provider_name || ' ' || replace(cost_type, '_', ' ') as label,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost
    from marts.fct_costs_daily
    group by label
    order by effective_cost desc
"""
QUESTIONS = {
    "What a month costs": BY_MONTH,
    "Who it belongs to": BY_OWNER,
    "What kind of cost it is": BY_TYPE,
}


@dataclass(frozen=True)
class Line:
    """One line of an overview: a label and its costs in the reporting currency."""

    label: str
    billed_cost: Decimal
    effective_cost: Decimal
    list_cost: Decimal


def read_overview(warehouse: Path) -> tuple[str, dict[str, list[Line]]]:
    """Return the reporting currency and, for each question, its lines.

    Raises InfraSpendError when the marts have not been built.
    """
    with open_warehouse(warehouse) as session:
        try:
            answers = {
                question: [Line(*row) for row in session.execute(query).fetchall()]
                for question, query in QUESTIONS.items()
            }
            currency = session.execute(
                "select max(reporting_currency) from marts.fct_costs_daily"
            ).fetchone()
        except duckdb.Error as error:
            raise InfraSpendError(
                f"{warehouse}: the marts are not there: run dbt build first ({first_line(error)})"
            ) from error
    return (currency[0] if currency and currency[0] else "no cost"), answers


def print_overview(warehouse: Path, console: Console, is_simulated: bool = False) -> None:
    """Print the overview of a warehouse, and whether its figures are simulated.

    Raises InfraSpendError without a warehouse.
    """
    currency, answers = read_overview(warehouse)
    tables = [_table(question, lines) for question, lines in answers.items()]
    title = f"Cost in {currency}, from marts.fct_costs_daily"
    if is_simulated:
        title += " (simulated: no figure is real)"
    spaced = [Padding(table, (1, 0, 0, 0)) for table in tables]
    console.print(Panel(Group(*spaced), title=title, border_style="dim"))


def overview_picture(console: Console) -> str:
    """Return what a recording console has printed as an SVG that asks no server for fonts."""
    return re.sub(
        r"@font-face \{.*?\}", "", console.export_svg(title=COMMAND, clear=False), flags=re.DOTALL
    )


def _table(question: str, lines: list[Line]) -> Table:
    table = Table(title=question, title_justify="left", box=None, expand=True)
    table.add_column("", ratio=1, no_wrap=True)
    for heading in ("billed", "effective", "at list price"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", width=BAR_WIDTH, no_wrap=True)
    highest = max((line.effective_cost for line in lines), default=Decimal(0))
    for line in lines[:MOST_ROWS]:
        costs = (line.billed_cost, line.effective_cost, line.list_cost)
        table.add_row(line.label, *(f"{cost:,.2f}" for cost in costs), _bar(line, highest))
    if len(lines) > MOST_ROWS:
        table.add_row(f"and {len(lines) - MOST_ROWS} more", style="dim")
    return table


def _bar(line: Line, highest: Decimal) -> str:
    if highest <= 0 or line.effective_cost <= 0:
        return ""
    return "█" * max(1, round(BAR_WIDTH * line.effective_cost / highest))
