"""The private pricing agreement with AWS: what the company promised to spend for its discount."""

import numpy as np
import pandas as pd

from infra_spend.simulator.estimates import MICRO_DOLLARS, daily_micro_costs
from infra_spend.simulator.export import Export
from infra_spend.simulator.parameters import add_months
from infra_spend.simulator.workloads import PPM
from infra_spend.simulator.world import World

# The sixth billing month, in which the discount appears on the bill.
FIRST_MONTH = 5
TERM_YEARS = 3
# Below what the meters of the first day cost in a year; later years promise growth on top of it.
COMMITTED_RATIO, YEARLY_GROWTH = 0.92, 0.12
STEP_OF_COMMITMENTS = 100_000


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return aws_contract_years: one row per year of the agreement, none if it has not begun."""
    parameters = world.parameters
    columns = ["contract_year", "contract_id", "start_date", "end_date", "contract_end_date"]
    rows = []
    if parameters.months > FIRST_MONTH:
        start = parameters.month_starts[FIRST_MONTH]
        contract_id = f"ppa-{world.draws.text('aws/contract', 1, 10)[0]}"
        spend = _yearly_list_cost(world, pd.Timestamp(start)) * COMMITTED_RATIO
        for year in range(TERM_YEARS):
            committed = round(spend * (1 + YEARLY_GROWTH) ** year) // STEP_OF_COMMITMENTS
            rows.append(
                (
                    year + 1,
                    contract_id,
                    add_months(start, 12 * year),
                    add_months(start, 12 * (year + 1)),
                    add_months(start, 12 * TERM_YEARS),
                    max(committed, 1) * STEP_OF_COMMITMENTS,
                )
            )
    frame = pd.DataFrame(rows, columns=[*columns, "committed_dollars"])
    for column in columns[2:]:
        frame[column] = pd.to_datetime(frame[column])
    return {
        "aws_contract_years": frame.astype(
            {"contract_year": "int64", "committed_dollars": "int64", "contract_id": "str"}
        )
    }


def _yearly_list_cost(world: World, day: pd.Timestamp) -> float:
    """Return what the meters of a day cost in a year at list prices."""
    meters = world.fleet.meters
    alive = meters[(meters["start_date"] <= day) & (meters["stop_date"] > day)]
    costs = daily_micro_costs(alive, np.full(len(alive), PPM))
    return int(costs.sum()) * 365 / MICRO_DOLLARS


EXPORTS = (
    Export(
        source="aws_contracts",
        identifier="focus_contract_commitments",
        query="aws_contract_commitments",
    ),
)
TRUTHS = ()
