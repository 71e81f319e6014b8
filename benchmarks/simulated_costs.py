"""What the services of simulated companies cost, and what they would without noise.

Effective costs by service, product and day, from the usage that the lines of AWS reports are made
of; fees, support and tax, which follow contracts, are left out.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import duckdb
import numpy as np
import pandas as pd

from infra_spend.simulator.demand import draw_demand
from infra_spend.simulator.draws import Draws, Floats
from infra_spend.simulator.export import DELIVERY_TIME
from infra_spend.simulator.run import load_world, query_text, set_moment, set_world
from infra_spend.simulator.world import World

COSTS = """
    select
        service_id || '/' || product_code as series_id,
        cast(charge_date as timestamp) as date,
        product_code as segment,
        cast(
            sum(
                case
                    when payment in ('savings_plan', 'reservation') then committed_cost
                    else coalesce(net_unblended_cost, unblended_cost)
                end
            ) as double
        ) as value
    from aws_usage
    group by all
"""
NO_NOISE = "create or replace macro noise_ppm(number, day_number, spread_ppm) as 1000000"


class Quiet(Draws):
    """Random numbers of which the noise is what it is on average."""

    def normal(self, name: str, size: int) -> Floats:
        """Return the mean of the noise."""
        return np.zeros(size)


def simulated_costs(world: World) -> pd.DataFrame:
    """Return rows of ``series_id, date, segment, value``, as the newest deliveries say."""
    rows = _costs(_session(world), world, world.parameters.month_starts)
    return rows.sort_values(["series_id", "date"], ignore_index=True)


def expected_costs(
    world: World, as_of: date, horizon_days: int, *, is_future_known: bool
) -> pd.DataFrame:
    """Return rows of the days after one, as ``simulated_costs`` does but without noise.

    Growth, season, week, holidays, elasticities and what has begun are known exactly. What is still
    to come (events, new and ended resources, commitments, prices) is known, too, or nothing of it
    happens.
    """
    parameters = world.parameters
    first = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    days = pd.date_range(first, periods=horizon_days)
    meters, events = world.tables["meters"], world.events
    if not is_future_known:
        known_days = (first - pd.Timestamp(parameters.first_day)).days
        events = [event for event in events if event.start_day < known_days]
        meters = meters[meters["start_date"] < first]
        has_ended = meters["stop_date"] < first
        never = pd.Timestamp(parameters.as_of)
        meters = meters.assign(stop_date=meters["stop_date"].where(has_ended, never))
    demand = draw_demand(parameters, Quiet(parameters.seed), world.company, events)
    tables = world.tables | {"meters": meters, "demand_days": demand.days}
    session = _session(replace(world, tables=tables))
    session.execute(NO_NOISE)
    months = [month.start_time.date() for month in days.to_period("M").unique()]
    # Prices and commitments change with the month.
    today = None if is_future_known else as_of.replace(day=1)
    rows = _costs(session, world, months, today)
    return rows[rows["date"].isin(days)]


def _session(world: World) -> duckdb.DuckDBPyConnection:
    session = duckdb.connect()
    load_world(session, world)
    set_world(session, world)
    return session


def _costs(
    session: duckdb.DuckDBPyConnection,
    world: World,
    months: Iterable[date],
    priced_as_in: date | None = None,
) -> pd.DataFrame:
    """Return the costs of some months, at their own prices or at those of another one."""
    known_at = datetime.combine(world.parameters.as_of, DELIVERY_TIME)
    found = []
    for month in months:
        for step in ("aws_meter_months", "aws_periods", "demand_of_month", "aws_usage"):
            is_priced = step == "aws_meter_months" and priced_as_in is not None
            set_moment(session, priced_as_in if is_priced else month, known_at)
            session.execute(f"create or replace temp table {step} as {query_text(step)}")
        found.append(session.sql(COSTS).df())
    return pd.concat(found)
