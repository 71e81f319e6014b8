"""The world of a simulation: everything that is drawn, before any row of an export is written."""

from dataclasses import dataclass

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
        "events": _event_rows(parameters, events),
        "meters": fleet.meters,
        "days": _days(parameters),
    }
    return World(parameters, draws, company, events, demand, fleet, tables)


def _event_rows(parameters: Parameters, events: list[Event]) -> pd.DataFrame:
    """One row per event, with its dates; ``end_date`` is the first day without it."""
    first = pd.Timestamp(parameters.first_day)
    rows = [
        (
            event.event_id,
            event.kind,
            event.is_anomaly,
            event.service_id,
            event.workload,
            first + pd.Timedelta(days=event.start_day),
            first + pd.Timedelta(days=event.stop_day),
            event.factor,
        )
        for event in events
    ]
    columns = ["event_id", "kind", "is_anomaly", "service_id", "workload"]
    frame = pd.DataFrame(rows, columns=[*columns, "start_date", "end_date", "factor"])
    return frame.astype(
        {
            "is_anomaly": "bool",
            "start_date": "datetime64[ns]",
            "end_date": "datetime64[ns]",
            "factor": "float64",
        }
    )


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
