"""The world of a simulation: everything that is drawn, before any row of an export is written."""

from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd

from infra_spend.simulator.company import Company, found_company
from infra_spend.simulator.demand import Demand, draw_demand
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.events import Event, draw_events
from infra_spend.simulator.fleet import Fleet, draw_fleet
from infra_spend.simulator.parameters import Parameters


@dataclass(frozen=True)
class World:
    """A company in its time; ``tables`` are the frames that the queries of exports read."""

    parameters: Parameters
    draws: Draws
    company: Company
    events: list[Event]
    demand: Demand
    fleet: Fleet
    tables: dict[str, pd.DataFrame]


def draw_world(parameters: Parameters) -> World:
    """Draw the company, its fleet, its events and its demand; the same for the same parameters."""
    draws = Draws(parameters.seed)
    company = found_company(parameters, draws)
    fleet = draw_fleet(parameters, draws, company)
    events = draw_events(parameters, draws, company, fleet)
    demand = draw_demand(parameters, draws, company, events)
    tables = {
        "owners": company.owners,
        "services": company.services,
        "service_teams": company.service_teams,
        "accounts": company.accounts,
        "business_metrics": demand.metrics,
        "demand_days": demand.days,
        "event_days": demand.event_days,
        "events": pd.DataFrame(
            [asdict(event) for event in events], columns=[field.name for field in fields(Event)]
        ),
        "meters": fleet.meters,
        "days": _days(parameters),
    }
    return World(parameters, draws, company, events, demand, fleet, tables)


def _days(parameters: Parameters) -> pd.DataFrame:
    """One row per billed day, with its number and its month."""
    dates = pd.date_range(parameters.first_day, periods=parameters.day_count)
    return pd.DataFrame(
        {
            "charge_date": dates,
            "day_number": np.arange(len(dates)),
            "billing_month": dates.to_period("M").to_timestamp(),
        }
    )
