"""What teams may hold at a time: quotas of processors, memory, GPUs and storage, by half-year."""

from datetime import date

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.estimates import DAYS_PER_MONTH, daily_micro_quantities
from infra_spend.simulator.fleet import HOURS_A_DAY
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.workloads import PPM
from infra_spend.simulator.world import World

UNITS = {"cpu": "cores", "memory": "GiB", "gpu": "GPUs", "storage": "GiB"}
ROUNDED_UP_TO = {"cpu": 8, "memory": 32, "gpu": 1, "storage": 256}
STORED_UNIT = "GB-Mo"
# A quota is somewhat to far more than what is held; nobody asks for less.
LEAST_HEADROOM, MOST_HEADROOM = 1.15, 3.0
HOSTLESS_RUNTIME = "kubernetes"
KUBERNETES = "kubernetes"


def draw_quotas(world: World) -> pd.DataFrame:
    """Return one row per service, kind and half-year in which it has any.

    Columns: service_number, resource_kind, quota_quantity, quantity_unit, valid_from_date,
    valid_to_date. A quota stays until the end of the half-year, even when its service stops.
    """
    rows = [_quotas_of(world, start, end) for start, end in half_years(world.parameters)]
    return pd.concat(rows, ignore_index=True)


def half_years(parameters: Parameters) -> list[tuple[date, date]]:
    """Return the half-years that have billed days, as intervals."""
    first = parameters.first_day
    start = date(first.year, 1 if first.month <= 6 else 7, 1)
    found = []
    while start < parameters.as_of:
        found.append((start, add_months(start, 6)))
        start = add_months(start, 6)
    return found


def _quotas_of(world: World, start: date, end: date) -> pd.DataFrame:
    held = _held(world, start, end)
    headroom = world.draws.between(
        "quota/headroom", len(world.company.services), LEAST_HEADROOM, MOST_HEADROOM
    )
    steps = held["resource_kind"].map(ROUNDED_UP_TO)
    wanted = held["milli_quantity"] / 1000 * headroom[held["service_number"].to_numpy()]
    return pd.DataFrame(
        {
            "service_number": held["service_number"],
            "resource_kind": held["resource_kind"],
            "quota_quantity": (np.ceil(wanted / steps) * steps).astype(np.int64),
            "quantity_unit": held["resource_kind"].map(UNITS),
            "valid_from_date": pd.Timestamp(start),
            "valid_to_date": pd.Timestamp(end),
        }
    )


def _held(world: World, start: date, end: date) -> pd.DataFrame:
    """Return what each service holds when the half-year begins, in thousandths."""
    meters = world.fleet.meters
    is_there = (meters["start_date"] < pd.Timestamp(end)) & (
        meters["stop_date"] > pd.Timestamp(start)
    )
    meters = meters[is_there]
    day = max((start - world.parameters.first_day).days, 0)
    demand = world.demand.by_day[meters["workload_number"].to_numpy(), day]
    quantity = daily_micro_quantities(meters, demand).astype(np.int64)
    sizes = catalogue.read("instance_types").set_index("instance_type")
    kinds = {"cpu": "vcpu", "memory": "memory_gib", "gpu": "gpu"}
    parts = []
    for kind, column in kinds.items():
        size = meters["instance_type"].map(sizes[column]).fillna(0).astype(np.int64)
        parts.append((kind, quantity * 1000 // HOURS_A_DAY * size.to_numpy()))
    is_stored = (meters["unit"] == STORED_UNIT).to_numpy()
    parts.append(("storage", np.where(is_stored, quantity * DAYS_PER_MONTH * 1000 // PPM, 0)))
    frames = [
        pd.DataFrame(
            {
                "service_number": meters["service_number"].to_numpy(),
                "resource_kind": kind,
                "milli_quantity": amounts,
            }
        )
        for kind, amounts in parts
    ]
    keys = ["service_number", "resource_kind"]
    held = pd.concat(frames).groupby(keys)["milli_quantity"].sum().reset_index()
    held = pd.concat([held, _held_on_clusters(world, held, start, end)], ignore_index=True)
    held = held.groupby(keys)["milli_quantity"].sum().reset_index()
    return held[held["milli_quantity"] > 0].reset_index(drop=True)


def _held_on_clusters(world: World, held: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Return the parts of the shared clusters that services without hosts hold, by their size."""
    services = world.company.services
    is_there = (services["start_date"] < pd.Timestamp(end)) & ~(
        services["stop_date"] <= pd.Timestamp(start)
    )
    guests = services[is_there & (services["runtime"] == HOSTLESS_RUNTIME)]
    number = services.loc[services["service_id"] == KUBERNETES, "service_number"]
    clusters = held[held["service_number"].isin(number)].set_index("resource_kind")
    weights = np.rint(guests["size"].to_numpy() * 10_000).astype(np.int64)
    rows = []
    for kind in ("cpu", "memory"):
        capacity = int(clusters["milli_quantity"].get(kind, 0))
        rows.append(
            pd.DataFrame(
                {
                    "service_number": guests["service_number"],
                    "resource_kind": kind,
                    "milli_quantity": capacity * weights // max(int(weights.sum()), 1),
                }
            )
        )
    return pd.concat(rows)
