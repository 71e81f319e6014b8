"""What planners expect: business drivers in scenarios, and initiatives with what they claim.

Plans are not the truth. Those of drivers are drawn from the trend of a metric with an error that
grows with the horizon; claims of initiatives are right, double, or for nothing at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.budgeting import PAID_RATIO
from infra_spend.simulator.demand import METRICS, Metric
from infra_spend.simulator.estimates import (
    DAYS_PER_MONTH,
    MICRO_DOLLARS,
    daily_micro_costs,
)
from infra_spend.simulator.events import INITIATIVE_KINDS, INITIATIVES, elastic_workloads
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.workloads import PPM, WORKLOADS
from infra_spend.simulator.world import World

HORIZON_MONTHS = 18
REVIEW_DAY = 6
SIGNIFICANT_DIGITS = 3
SMALLEST_CLAIM = 10
ANNOUNCED_DAYS = 45
UPCOMING_COUNT, UPCOMING_DAYS = 4, 150
CLAIM_CHANCES = {"right": 0.6, "double": 0.4}
NOTHING = "nothing"


@dataclass(frozen=True)
class Scenario:
    """How a scenario differs from the base: at once, and more with each year ahead."""

    name: str
    offset: float
    per_year: float
    reason: str


SCENARIOS = (
    Scenario("base", 0.0, 0.0, "Average day of the month: trend and season of the last review"),
    Scenario("high", 0.03, 0.12, "Average day of the month: the launches of the year succeed"),
    Scenario("low", -0.03, -0.10, "Average day of the month: the market slows down"),
)
LEAST_ERROR, ERROR_PER_YEAR = 0.03, 0.08


def draw_plan_drivers(world: World) -> pd.DataFrame:
    """Return one row per review, scenario, metric and month: the average day of the month.

    Columns: plan_month, plan_version, reviewed_at, scenario, metric_name, product, value_low,
    value, value_high, reason.
    """
    rows = []
    for review in reviews(world.parameters):
        for metric in METRICS:
            name = f"plan/{review}/{metric.name}"
            error = world.draws.between(f"{name}/error", 1, -0.04, 0.04)[0]
            optimism = world.draws.between(f"{name}/optimism", 1, -0.06, 0.10)[0]
            for ahead in range(HORIZON_MONTHS):
                month = add_months(review, ahead)
                if month < world.parameters.first_day:
                    continue
                years = ahead / 12
                expected = (
                    _expected(metric, world.parameters, month)
                    * (1 + error)
                    * (1 + optimism * years)
                )
                spread = LEAST_ERROR + ERROR_PER_YEAR * years
                for scenario in SCENARIOS:
                    value = expected * (1 + scenario.offset + scenario.per_year * years)
                    rows.append(
                        (
                            pd.Timestamp(month),
                            f"{review.year}-h{1 if review.month == 1 else 2}",
                            pd.Timestamp(review) + pd.Timedelta(days=REVIEW_DAY),
                            scenario.name,
                            metric.name,
                            metric.product,
                            rounded(value * (1 - spread)),
                            rounded(value),
                            rounded(value * (1 + spread)),
                            scenario.reason,
                        )
                    )
    columns = [
        "plan_month",
        "plan_version",
        "reviewed_at",
        "scenario",
        "metric_name",
        "product",
        "value_low",
        "value",
        "value_high",
        "reason",
    ]
    return pd.DataFrame(rows, columns=columns)


def reviews(parameters: Parameters) -> list[date]:
    """Return the first days of the half-years that were reviewed by the end."""
    first = parameters.first_day
    day = date(first.year, 1 if first.month <= 6 else 7, 1)
    found = []
    while day + timedelta(days=REVIEW_DAY) < parameters.as_of:
        found.append(day)
        day = add_months(day, 6)
    return found or [add_months(day, -6)]


def _expected(metric: Metric, parameters: Parameters, month: date) -> float:
    """Return trend and season of a metric in the middle of a month."""
    middle = month + timedelta(days=14)
    years = (middle - parameters.first_day).days / 365.25
    day_of_year = middle.timetuple().tm_yday
    season = 1 + metric.season * np.cos(2 * np.pi * (day_of_year - 345) / 365.25)
    return float(metric.start * (1 + metric.growth) ** years * season)


def rounded(value: float, digits: int = SIGNIFICANT_DIGITS) -> int:
    """Return a positive number as planners write it: with so many digits that are not zeros."""
    unit = int(10 ** max(len(str(int(value))) - digits, 0))
    return round(value / unit) * unit


def draw_initiatives(world: World) -> pd.DataFrame:
    """Return one row per initiative, with its claim and the truth about it.

    Columns: initiative_id, initiative_name, initiative_kind, service_number, workload, start_date,
    announced_date, claim_kind (right, double, nothing; null while it is to come), factor_ppm (what
    demand is multiplied by at the end; null for migrations), claimed_monthly_cost (dollars),
    true_monthly_micro_cost (at list price; null while it is to come).
    """
    planned = pd.concat(
        [_from_events(world), _from_migrations(world), _upcoming(world)], ignore_index=True
    )
    count = len(planned)
    kind = np.array(list(CLAIM_CHANCES))[
        world.draws.choice("initiative/claim", count, list(CLAIM_CHANCES.values()))
    ]
    right = world.draws.between("initiative/right", count, 0.94, 1.06)
    hoped = world.draws.between("initiative/hoped", count, 0.12, 0.30)
    truth = planned["true_monthly_micro_cost"].astype("float64")
    works = (truth > 0).to_numpy()
    is_known = truth.notna().to_numpy()
    claim_kind = np.where(works, kind, NOTHING).astype(object)
    claim_kind[~is_known] = None
    claimed = np.where(
        works,
        truth.fillna(0) * right * np.where(kind == "double", 2, 1),
        planned["workload_micro_cost"] * hoped,
    )
    planned["claim_kind"] = claim_kind
    planned["claimed_monthly_cost"] = [
        max(rounded(dollars, 2), SMALLEST_CLAIM) for dollars in claimed * PAID_RATIO / MICRO_DOLLARS
    ]
    announced = planned["start_date"] - pd.Timedelta(days=ANNOUNCED_DAYS)
    now = pd.Timestamp(world.parameters.as_of) - pd.Timedelta(days=1)
    planned["announced_date"] = announced.where(announced <= now, now)
    names = world.company.services["service_id"].to_numpy()[planned["service_number"]]
    planned["initiative_name"] = [
        f"{kind.replace('_', ' ').capitalize()} of {name}"
        for kind, name in zip(planned["initiative_kind"], names, strict=True)
    ]
    return planned.drop(columns="workload_micro_cost")


def _from_events(world: World) -> pd.DataFrame:
    """Initiatives that change demand: what they save is what demand would have cost without."""
    first = pd.Timestamp(world.parameters.first_day)
    rows = []
    for event in world.events:
        if event.kind not in INITIATIVE_KINDS:
            continue
        number, day = event.service_number, event.start_day
        place = number * len(WORKLOADS) + WORKLOADS.index(event.workload)
        meters = _meters_on(world, number, day, event.workload)
        before = _demand_before(world, place, day)
        factor_ppm = round(event.factor * PPM)
        cost = _monthly(meters, before)
        saved = cost - _monthly(meters, before * factor_ppm // PPM)
        cost = cost or _monthly_of_service(world, number, day)
        start = first + pd.Timedelta(days=day)
        rows.append(
            (event.event_id, event.kind, number, event.workload, start, factor_ppm, saved, cost)
        )
    return _frame(rows)


def _from_migrations(world: World) -> pd.DataFrame:
    """Migrations to the next generation: what they save is old instances less new ones."""
    successors = catalogue.read("instance_types").set_index("instance_type")["successor"].dropna()
    meters = world.fleet.meters
    rows = []
    moves = world.fleet.migrations
    first = pd.Timestamp(world.parameters.first_day)
    for name, number, day in zip(
        moves["initiative_id"], moves["service_number"], moves["migration_date"], strict=True
    ):
        start_day = (day - first).days
        of_service = meters[meters["service_number"] == number]
        kind = of_service["instance_type"]
        is_old = (of_service["stop_date"] == day) & kind.isin(successors.index)
        is_new = (of_service["start_date"] == day) & kind.isin(set(successors))
        place = int(number) * len(WORKLOADS) + WORKLOADS.index("compute")
        demand = _demand_before(world, place, start_day)
        cost = _monthly(of_service[is_old], demand)
        saved = max(cost - _monthly(of_service[is_new], demand), 0)
        cost = cost or _monthly_of_service(world, int(number), start_day)
        rows.append((name, "migration", int(number), "compute", day, None, saved, cost))
    return _frame(rows)


def _upcoming(world: World) -> pd.DataFrame:
    """Initiatives that start after the last billed day: claims, and nothing known yet."""
    last = world.parameters.day_count - 1
    services = world.company.services
    taken = {event.service_number for event in world.events}
    workloads = elastic_workloads(world.fleet)
    is_free = (
        services["stop_date"].isna()
        & (services["archetype"] != "platform")
        & ~services["service_number"].isin(taken)
        & services["service_number"].isin(workloads)
    )
    free = services.loc[is_free, "service_number"].to_numpy()
    order = np.argsort(world.draws.uniform("initiative/upcoming", len(free)), kind="stable")
    chosen = free[order[:UPCOMING_COUNT]]
    days = world.draws.integers("initiative/upcoming/day", len(chosen), 7, UPCOMING_DAYS)
    rows = []
    for place, service in enumerate(chosen.tolist()):
        workload = workloads[service]
        kind = INITIATIVES[workload][place % len(INITIATIVES[workload])]
        meters = _meters_on(world, service, last, workload)
        row = service * len(WORKLOADS) + WORKLOADS.index(workload)
        cost = _monthly(meters, _demand_before(world, row, last))
        cost = cost or _monthly_of_service(world, service, last)
        start = pd.Timestamp(world.parameters.as_of) + pd.Timedelta(days=int(days[place]))
        name = f"initiative-upcoming-{place + 1}"
        rows.append((name, kind, service, workload, start, None, None, cost))
    return _frame(rows)


def _meters_on(
    world: World, service_number: int, day: int, workload: str | None = None
) -> pd.DataFrame:
    """Return the meters of a service (and a workload) that were there on a day."""
    moment = pd.Timestamp(world.parameters.first_day) + pd.Timedelta(days=day)
    meters = world.fleet.meters
    is_there = (meters["start_date"] <= moment) & (meters["stop_date"] > moment)
    is_there &= meters["service_number"] == service_number
    return meters[is_there if workload is None else is_there & (meters["workload"] == workload)]


def _demand_before(world: World, place: int, day: int) -> int:
    """Return the average demand of a workload in the four weeks before a day."""
    weeks = world.demand.by_day[place, max(day - 28, 0) : max(day, 1)]
    return int(weeks.sum()) // len(weeks)


def _monthly(meters: pd.DataFrame, demand_ppm: int) -> int:
    """Return what meters cost in a month at one demand."""
    costs = daily_micro_costs(meters, np.full(len(meters), demand_ppm, dtype=np.int64))
    return int(costs.sum()) * DAYS_PER_MONTH


def _monthly_of_service(world: World, service_number: int, day: int) -> int:
    """Return what a service costs in a month with the demand that it has on a day."""
    meters = _meters_on(world, service_number, day)
    last = world.parameters.day_count - 1
    demand = world.demand.by_day[meters["workload_number"].to_numpy(), min(day, last)]
    return int(daily_micro_costs(meters, demand).sum()) * DAYS_PER_MONTH


def _frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    columns = [
        "initiative_id",
        "initiative_kind",
        "service_number",
        "workload",
        "start_date",
        "factor_ppm",
        "true_monthly_micro_cost",
        "workload_micro_cost",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    for column in ("factor_ppm", "true_monthly_micro_cost"):
        frame[column] = frame[column].astype("Int64")
    for column in ("service_number", "workload_micro_cost"):
        frame[column] = frame[column].astype("int64")
    frame["start_date"] = pd.to_datetime(frame["start_date"])
    return frame
