"""What happens to demand: launches, initiatives and anomalies, each with a known effect."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.simulator.company import Company
from infra_spend.simulator.draws import Draws, Floats
from infra_spend.simulator.fleet import Fleet
from infra_spend.simulator.parameters import Parameters

ANOMALIES_PER_YEAR, LAUNCHES_PER_YEAR, INITIATIVES_PER_YEAR = 40, 10, 14
QUIET_DAYS = 30
ANOMALY_KINDS = {"spike": 0.4, "shift": 0.25, "drift": 0.2, "drop": 0.15}
# What can be done about each workload.
INITIATIVES = {
    "compute": ("rightsizing", "idle_cleanup"),
    "storage": ("storage_lifecycle",),
    "database": ("architecture",),
    "network": ("architecture",),
    "ai": ("rightsizing",),
}
INITIATIVE_KINDS = {kind for kinds in INITIATIVES.values() for kind in kinds}


@dataclass(frozen=True)
class Event:
    """One event of one workload.

    Day numbers count from the first billed day; ``stop_day`` is the first day without the event.
    ``kind`` is spike, shift, drift, drop, launch or one of INITIATIVE_KINDS; ``factor`` is what
    demand is multiplied by, at the end of it for those that grow (drift, launch, initiatives).
    """

    event_id: str
    kind: str
    service_number: int
    service_id: str
    workload: str
    start_day: int
    stop_day: int
    factor: float

    @property
    def is_anomaly(self) -> bool:
        """Whether nobody planned it."""
        return self.kind in ANOMALY_KINDS

    def factors(self, days: int) -> Floats:
        """Return what the event multiplies demand by on each of so many days."""
        factors = np.ones(days)
        length = max(self.stop_day - self.start_day, 1)
        grown = np.minimum(np.arange(1, length + 1) / self._growing_days(length), 1.0)
        factors[self.start_day : self.stop_day] = (1 + (self.factor - 1) * grown)[
            : max(min(self.stop_day, days) - self.start_day, 0)
        ]
        return factors

    def _growing_days(self, length: int) -> int:
        if self.kind == "drift":
            return length
        if self.kind == "launch":
            return min(14, length)
        return min(7, length) if self.kind in INITIATIVE_KINDS else 1


def draw_events(
    parameters: Parameters, draws: Draws, company: Company, fleet: Fleet
) -> list[Event]:
    """Draw the events; a service has one at a time, so that the effect of each can be told.

    An event happens to the workload of a service that costs most of those that follow demand.
    """
    years = parameters.day_count / 365.25
    workloads = elastic_workloads(fleet)
    services = company.services[
        (company.services["archetype"] != "platform")
        & company.services["service_number"].isin(workloads)
    ]
    order = services["service_number"].to_numpy()[
        np.argsort(draws.uniform("event/order", len(services)), kind="stable")
    ]
    by_number = services.set_index("service_number")
    anomalies = round(ANOMALIES_PER_YEAR * years)
    launches = round(LAUNCHES_PER_YEAR * years)
    count = anomalies + launches + round(INITIATIVES_PER_YEAR * years)
    anomaly_kind = draws.choice("event/anomaly", count, list(ANOMALY_KINDS.values()))
    initiative = draws.uniform("event/initiative", count)
    moment = draws.uniform("event/moment", count)
    size = draws.uniform("event/size", count)
    works = draws.uniform("event/works", count) < 0.7
    events: list[Event] = []
    for number in range(min(count, len(order))):
        service = by_number.loc[order[number]]
        workload = workloads[int(order[number])]
        first, last = _days_of(parameters, service)
        if last - first < QUIET_DAYS + 15:
            continue
        start = first + int(moment[number] * (last - first - 15))
        if number < anomalies:
            kind = list(ANOMALY_KINDS)[anomaly_kind[number]]
            length, factor = _anomaly(kind, size[number])
            stop, prefix = min(start + length, last), "anomaly"
        elif number < anomalies + launches:
            kind, stop, factor, prefix = "launch", last, 1.2 + 0.5 * size[number], "launch"
        else:
            kinds = INITIATIVES[workload]
            kind = kinds[int(initiative[number] * len(kinds))]
            # Some initiatives do nothing, whatever was claimed.
            factor = 0.9 - 0.35 * size[number] if works[number] else 1.0
            stop, prefix = last, "initiative"
        events.append(
            Event(
                event_id=f"{prefix}-{number:04}",
                kind=kind,
                service_number=int(order[number]),
                service_id=service["service_id"],
                workload=workload,
                start_day=start,
                stop_day=stop,
                factor=round(float(factor), 4),
            )
        )
    return events


def elastic_workloads(fleet: Fleet) -> dict[int, str]:
    """Return, by service number, the workload whose meters that follow demand cost most."""
    meters = fleet.meters[~fleet.meters["is_steady"]]
    quantity = np.clip(
        meters["base_micro_quantity"] - meters["floor_micro_quantity"],
        0,
        meters["cap_micro_quantity"],
    )
    costs = (quantity * meters["list_price"]).groupby(
        [meters["service_number"], meters["workload"]]
    )
    largest = costs.sum().sort_values(kind="stable").reset_index().groupby("service_number").last()
    return {int(number): str(workload) for number, workload in largest["workload"].items()}


def _anomaly(kind: str, size: float) -> tuple[int, float]:
    """Return the length in days and the factor of an anomaly of a size in [0, 1)."""
    if kind == "spike":
        return 1 + int(size * 3), 1.8 + 2.2 * size
    if kind == "shift":
        return 25 + int(size * 40), 1.35 + 0.65 * size
    if kind == "drift":
        return 30 + int(size * 30), 1.5 + 0.7 * size
    return 3 + int(size * 8), 0.5 - 0.4 * size


def _days_of(parameters: Parameters, service: pd.Series) -> tuple[int, int]:
    """Return the first day of a service after a quiet start, and the first without it."""
    first = pd.Timestamp(parameters.first_day)
    start = (service["start_date"] - first).days
    is_open = pd.isna(service["stop_date"])
    stop = parameters.day_count if is_open else (service["stop_date"] - first).days
    return start + QUIET_DAYS, min(stop, parameters.day_count)
