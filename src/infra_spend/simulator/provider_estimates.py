"""What providers other than AWS cost by month: what those who budget can know of their invoices.

Usage at contract prices, without their credits and corrections; whole millionths of a dollar.
"""

import numpy as np
import pandas as pd

from infra_spend.simulator.draws import Floats, Integers
from infra_spend.simulator.estimates import days_within, summed_by_class
from infra_spend.simulator.exports import gcp_billing, model_api, saas
from infra_spend.simulator.parameters import add_months
from infra_spend.simulator.workloads import PPM
from infra_spend.simulator.world import World

# One rate is enough for a budget.
DOLLARS_PER_EURO = 1.1


def monthly_provider_costs(world: World) -> pd.DataFrame:
    """Return cost_month, service_number, account_class, micro_cost and day_count."""
    parameters = world.parameters
    tables = [_gcp(world), _saas(world), _model_api(world)]
    growth = model_api.draw_tables(world)["model_api_growth"]["growth_ppm"].to_numpy()
    months = []
    for place, start in enumerate(parameters.month_starts):
        end = min(add_months(start, 1), parameters.as_of)
        first, last = (start - parameters.first_day).days, (end - parameters.first_day).days
        demand = world.demand.by_day[:, first:last].sum(axis=1) // (last - first)
        for meters in tables:
            grown = np.where(meters["is_growing"].to_numpy(), growth[place] / PPM, 1.0)
            daily = meters["daily_micro_cost"].to_numpy()
            ppm = demand[meters["workload_number"].to_numpy()]
            costs = _whole(daily * (ppm / PPM) * grown) * days_within(meters, start, end)
            months.append(summed_by_class(world, meters, costs, start, last - first))
    joined = pd.concat(months, ignore_index=True)
    keys = ["cost_month", "service_number", "account_class", "day_count"]
    return joined.groupby(keys)["micro_cost"].sum().reset_index()


def _gcp(world: World) -> pd.DataFrame:
    meters = gcp_billing.draw_tables(world)["gcp_meters"]
    price = meters["contract_ten_billionths"] / gcp_billing.PRICE_SCALE
    return _meters(meters, meters["base_micro_quantity"] * price)


def _saas(world: World) -> pd.DataFrame:
    meters = saas.draw_tables(world)["saas_meters"]
    price = meters["contract_ten_thousandths"] / saas.PRICE_SCALE * DOLLARS_PER_EURO
    return _meters(meters, meters["base_micro_quantity"] * price)


def _model_api(world: World) -> pd.DataFrame:
    """Tokens at the prices of the first day: a planner does not know of later ones."""
    tables = model_api.draw_tables(world)
    prices = tables["model_api_prices"].drop_duplicates(["model", "token_kind"])
    meters = tables["model_api_meters"].merge(prices, on=["model", "token_kind"], how="left")
    meters["stop_date"] = pd.Timestamp(world.parameters.as_of)
    price = meters["price_ten_thousandths"] / model_api.PRICE_SCALE
    return _meters(meters, meters["base_tokens"] * price, is_growing=True)


def _meters(frame: pd.DataFrame, daily: pd.Series, is_growing: bool = False) -> pd.DataFrame:
    columns = ["service_number", "workload_number", "environment", "start_date", "stop_date"]
    return frame[columns].assign(
        daily_micro_cost=_whole(daily.to_numpy(dtype=np.float64)), is_growing=is_growing
    )


def _whole(costs: Floats) -> Integers:
    return np.asarray(np.rint(costs), dtype=np.int64)
