"""What meters cost at list price, by day and month: what those who plan can know.

Whole millionths of a dollar. The bill itself is spread by queries; this is the company's own sum.
"""

from datetime import date

import numpy as np
import pandas as pd

from infra_spend.simulator.draws import Floats, Integers
from infra_spend.simulator.fleet import NO_LIMIT
from infra_spend.simulator.parameters import add_months
from infra_spend.simulator.workloads import PPM
from infra_spend.simulator.world import World

MICRO_DOLLARS = 1_000_000
DAYS_PER_MONTH = 30
ACCOUNT_CLASSES = ("development", "production")


def daily_micro_quantities(meters: pd.DataFrame, demand_ppm: Integers | Floats) -> Floats:
    """Return whole millionths of the unit that each meter uses in a day at a demand.

    ``demand_ppm`` has one value per meter; a steady meter uses its base whatever it is.
    """
    base = meters["base_micro_quantity"].to_numpy().astype(np.float64)
    cap = meters["cap_micro_quantity"].to_numpy()
    follows = np.rint(base * demand_ppm / PPM)
    place = np.minimum(
        np.maximum(follows - meters["floor_micro_quantity"].to_numpy(), 0), cap.astype(np.float64)
    )
    used = np.where(cap == NO_LIMIT, follows, place)
    return np.asarray(np.where(meters["is_steady"].to_numpy(), base, used))


def daily_micro_costs(meters: pd.DataFrame, demand_ppm: Integers | Floats) -> Integers:
    """Return what each meter costs in a day at a demand, at its list price."""
    quantities = daily_micro_quantities(meters, demand_ppm)
    costs = np.rint(quantities * meters["list_price"].to_numpy())
    return np.asarray(costs, dtype=np.int64)


def monthly_costs(world: World) -> pd.DataFrame:
    """Return cost_month, service_number, account_class, micro_cost and day_count.

    ``day_count`` is the number of billed days of the month.
    """
    parameters, meters = world.parameters, world.fleet.meters
    workload = meters["workload_number"].to_numpy()
    months = []
    for start in parameters.month_starts:
        end = min(add_months(start, 1), parameters.as_of)
        first, last = (start - parameters.first_day).days, (end - parameters.first_day).days
        demand = world.demand.by_day[:, first:last].sum(axis=1) // (last - first)
        costs = daily_micro_costs(meters, demand[workload]) * days_within(meters, start, end)
        months.append(summed_by_class(world, meters, costs, start, last - first))
    return pd.concat(months, ignore_index=True)


def summed_by_class(
    world: World, meters: pd.DataFrame, costs: Integers, month: date, day_count: int
) -> pd.DataFrame:
    """Return the costs of meters in a month, summed by service and account class."""
    is_production = (meters["environment"] == "production").to_numpy().astype(np.int64)
    code = meters["service_number"].to_numpy() * len(ACCOUNT_CLASSES) + is_production
    totals = np.zeros(len(world.company.services) * len(ACCOUNT_CLASSES), dtype=np.int64)
    np.add.at(totals, code, costs)
    codes = np.flatnonzero(totals)
    return pd.DataFrame(
        {
            "cost_month": pd.Timestamp(month),
            "service_number": codes // len(ACCOUNT_CLASSES),
            "account_class": np.array(ACCOUNT_CLASSES)[codes % len(ACCOUNT_CLASSES)],
            "micro_cost": totals[codes],
            "day_count": day_count,
        }
    )


def days_within(meters: pd.DataFrame, start: date, end: date) -> Integers:
    """Return on how many days of an interval each meter was there."""
    first = np.maximum(meters["start_date"].to_numpy(), np.datetime64(start, "ns"))
    last = np.minimum(meters["stop_date"].to_numpy(), np.datetime64(end, "ns"))
    return np.asarray(np.maximum((last - first) // np.timedelta64(1, "D"), 0), dtype=np.int64)
