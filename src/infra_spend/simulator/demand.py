"""Demand: business metrics, and how far each workload of a service is from its base on each day.

Metrics have growth, a week, a season, holidays and noise. The demand of a service follows its
driver with a known elasticity; launches, initiatives and anomalies multiply it on their days.
All of it is rounded to whole numbers (parts per million of the base) before it leaves.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.simulator.company import Company
from infra_spend.simulator.draws import Draws, Floats, Integers
from infra_spend.simulator.events import Event
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.workloads import PPM, WORKLOADS

# How strongly each workload answers to the demand of its service, and how it grows by itself.
WORKLOAD_EXPONENTS = {"compute": 1.0, "storage": 0.0, "database": 0.6, "network": 1.0, "ai": 1.1}
WORKLOAD_GROWTH = {"compute": 0.0, "storage": 0.22, "database": 0.05, "network": 0.02, "ai": 0.35}
EVENT_DAYS = pd.DataFrame(
    {
        "event_id": pd.Series(dtype=object),
        "workload_number": pd.Series(dtype=np.int64),
        "charge_date": pd.Series(dtype="datetime64[ns]"),
        "factor_ppm": pd.Series(dtype=np.int64),
    }
)
# Consumers are at home at the weekend; Monday comes first.
CONSUMER_WEEK = (0.97, 0.96, 0.96, 0.97, 1.00, 1.06, 1.08)
HOLIDAYS = {
    (1, 1): 0.05,
    (7, 4): 0.04,
    (10, 31): 0.06,
    (12, 24): 0.09,
    (12, 25): 0.14,
    (12, 31): 0.07,
}


@dataclass(frozen=True)
class Metric:
    """A business metric of a product: its first value, yearly growth, season and noise."""

    name: str
    product: str
    unit: str
    start: float
    growth: float
    season: float
    noise: float


METRICS = (
    Metric("daily_active_users", "app", "users", 86_000_000, 0.16, 0.05, 0.006),
    Metric("sessions", "app", "sessions", 301_000_000, 0.19, 0.06, 0.008),
    Metric("ad_impressions", "ads", "impressions", 1_450_000_000, 0.24, 0.14, 0.012),
    Metric("orders", "shopping", "orders", 640_000, 0.31, 0.22, 0.02),
    Metric("revenue", "ads", "USD", 5_900_000, 0.27, 0.18, 0.015),
)


@dataclass(frozen=True)
class Demand:
    """``metrics``: metric_at, metric_name, product, value, unit.

    ``by_day``: parts per million of the base, by workload number and day number. ``days``: the same
    as workload_number, charge_date, demand_ppm. ``event_days``: event_id, workload_number,
    charge_date, factor_ppm: what an event multiplied the demand by.
    """

    metrics: pd.DataFrame
    by_day: Integers
    days: pd.DataFrame
    event_days: pd.DataFrame


def draw_demand(
    parameters: Parameters, draws: Draws, company: Company, events: list[Event]
) -> Demand:
    """Draw the metrics and let every workload follow them; shapes are (workload, day)."""
    days = parameters.day_count
    dates = pd.date_range(parameters.first_day, periods=days)
    values = {metric.name: _metric(metric, draws, dates) for metric in METRICS}
    services = company.services
    driver = np.stack([values[name] / values[name][0] for name in services["driver"]])
    follows = driver ** services["elasticity"].to_numpy()[:, None]
    years = np.arange(days) / 365.25
    demand = np.empty((len(services), len(WORKLOADS), days))
    for position, workload in enumerate(WORKLOADS):
        noise = draws.normal(f"demand/noise/{workload}", len(services) * days)
        quiet = 0.004 if workload == "storage" else 0.02
        demand[:, position] = (
            follows ** WORKLOAD_EXPONENTS[workload]
            * (1 + WORKLOAD_GROWTH[workload]) ** years
            * (1 + quiet * noise.reshape(len(services), days))
        )
    event_days = [EVENT_DAYS]
    for event in events:
        factors = event.factors(days)
        touched = np.flatnonzero(factors != 1.0)
        number = event.service_number * len(WORKLOADS) + WORKLOADS.index(event.workload)
        ppm = np.rint(factors[touched] * PPM).astype(np.int64)
        demand[event.service_number, WORKLOADS.index(event.workload)][touched] *= ppm / PPM
        event_days.append(
            pd.DataFrame(
                {
                    "event_id": event.event_id,
                    "workload_number": number,
                    "charge_date": dates[touched],
                    "factor_ppm": ppm,
                }
            )
        )
    count = len(services) * len(WORKLOADS)
    by_day = np.rint(demand.reshape(count, days) * PPM).astype(np.int64)
    return Demand(
        metrics=_metric_rows(values, dates),
        by_day=by_day,
        days=pd.DataFrame(
            {
                # In order of days, because queries read a month of it.
                "workload_number": np.tile(np.arange(count), days),
                "charge_date": np.repeat(dates, count),
                "demand_ppm": by_day.T.ravel(),
            }
        ),
        event_days=pd.concat(event_days, ignore_index=True),
    )


def _metric(metric: Metric, draws: Draws, dates: pd.DatetimeIndex) -> Floats:
    """Return a whole number for every day."""
    days = np.arange(len(dates))
    growth = (1 + metric.growth) ** (days / 365.25)
    season = 1 + metric.season * np.cos(2 * np.pi * (dates.dayofyear.to_numpy() - 345) / 365.25)
    week = np.array(CONSUMER_WEEK)[dates.dayofweek.to_numpy()]
    holiday = np.array([1 + HOLIDAYS.get((day.month, day.day), 0.0) for day in dates])
    noise = 1 + metric.noise * draws.normal(f"metric/{metric.name}", len(dates))
    return np.asarray(np.rint(metric.start * growth * season * week * holiday * noise))


def _metric_rows(values: dict[str, Floats], dates: pd.DatetimeIndex) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "metric_at": dates,
                    "metric_name": metric.name,
                    "product": metric.product,
                    "value": values[metric.name].astype(np.int64),
                    "unit": metric.unit,
                }
            )
            for metric in METRICS
        ],
        ignore_index=True,
    )
