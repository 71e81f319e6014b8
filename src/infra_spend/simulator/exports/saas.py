"""An observability vendor that bills in euros, in FOCUS: usage by service against a commitment.

Usage is drawn from a commitment that is prepaid for a year and given out day by day: what a day
leaves is unused, what it needs beyond is billed. Quantities are whole millionths, unit prices whole
ten-thousandths of a euro, so every cost is a whole number of ten-billionths: nothing is rounded.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.export import Export, Step
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.tags import with_tags
from infra_spend.simulator.workloads import WORKLOADS
from infra_spend.simulator.world import World

PRICE_SCALE = 10**4
COST_SCALE = 10**10
FIRST_TERM, TERM_MONTHS = 1, 12
COMMITTED_RATIO, GROWTH_PER_TERM = 1.08, 0.12
STEP_OF_COMMITMENTS = 1000
CREDIT_EVERY, CREDIT_OFFSET, CREDIT_CENTS = 8, 5, 125_000
CORRECTION_EVERY, CORRECTION_OFFSET, CORRECTED_DAY, CORRECTED_PPM = 6, 3, 17, -500_000


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return saas_meters, saas_commitments and saas_one_time_charges."""
    meters = _meters(world)
    return {
        "saas_meters": meters,
        "saas_commitments": _commitments(world.parameters, world.draws, meters),
        "saas_one_time_charges": _one_time_charges(world.parameters, meters),
    }


def _meters(world: World) -> pd.DataFrame:
    """One row per service and product that it uses: a line each day."""
    draws, services = world.draws, world.company.services
    skus = catalogue.read("saas_skus")
    pairs = services[["service_number", "service_id", "start_date", "stop_date"]].merge(
        skus, how="cross"
    )
    uses = draws.uniform("saas/adoption", len(pairs)) < pairs["adoption_ratio"]
    # Whatever is drawn, the first service uses all there is.
    uses |= pairs["service_number"] == 0
    meters = pairs[uses].drop(columns="adoption_ratio").reset_index(drop=True)
    count = len(meters)
    meters.insert(0, "meter_number", np.arange(count))
    meters = meters.rename(columns={"service_id": "owning_service_id"})
    meters["stop_date"] = meters["stop_date"].fillna(pd.Timestamp(world.parameters.as_of))
    low, high = meters.pop("low_quantity"), meters.pop("high_quantity")
    drawn = low + (high - low) * draws.uniform("saas/quantity", count)
    meters["base_micro_quantity"] = np.rint(drawn * 1000).astype(np.int64) * 1000
    for name in ("list", "contract"):
        prices = meters.pop(f"{name}_price")
        meters[f"{name}_ten_thousandths"] = np.rint(prices * PRICE_SCALE).astype(np.int64)
    places = {workload: number for number, workload in enumerate(WORKLOADS)}
    place = meters.pop("workload").map(places)
    meters["workload_number"] = meters["service_number"] * len(WORKLOADS) + place
    digits = [text.upper() for text in draws.text("saas/resource", count, 16)]
    meters["resource_id"] = meters.pop("resource_prefix") + "-" + digits
    return with_tags(meters, draws, "saas")


def _commitments(parameters: Parameters, draws: Draws, meters: pd.DataFrame) -> pd.DataFrame:
    """One row per yearly term that starts within the time of the simulation."""
    rows = []
    for term, place in enumerate(range(FIRST_TERM, parameters.months, TERM_MONTHS)):
        start = parameters.month_starts[place]
        end = add_months(start, TERM_MONTHS)
        first = pd.Timestamp(start)
        alive = meters[(meters["start_date"] <= first) & (meters["stop_date"] > first)]
        daily = int((alive["base_micro_quantity"] * alive["contract_ten_thousandths"]).sum())
        euros = round(daily * 365 * COMMITTED_RATIO * (1 + GROWTH_PER_TERM * term) / COST_SCALE)
        amount = max(euros // STEP_OF_COMMITMENTS, 1) * STEP_OF_COMMITMENTS
        digits = draws.text(f"saas/commitment/{term}", 1, 12)[0]
        rows.append(
            (f"dps-{digits}", f"contract-{start:%Y}", start, end, (end - start).days, amount)
        )
    columns = ["commitment_id", "contract_id", "start_date", "end_date", "term_days"]
    frame = pd.DataFrame(rows, columns=[*columns, "committed_euros"])
    for column in ("start_date", "end_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"term_days": "int64", "committed_euros": "int64"})


def _one_time_charges(parameters: Parameters, meters: pd.DataFrame) -> pd.DataFrame:
    """One row per credit (an amount) and per correction (a part of a meter's day)."""
    quantities = meters["base_micro_quantity"].where(meters["product"] == "logs", 0)
    logs = int(meters["meter_number"].to_numpy()[int(quantities.to_numpy().argmax())])
    rows: list[tuple[object, ...]] = []
    for place, month in enumerate(parameters.month_starts):
        if place % CREDIT_EVERY == CREDIT_OFFSET:
            rows.append((month, "Credit", month, None, -CREDIT_CENTS, 0))
        if place % CORRECTION_EVERY == CORRECTION_OFFSET:
            day = _corrected_day(add_months(month, -1))
            rows.append((month, "Correction", day, logs, 0, CORRECTED_PPM))
    columns = ["billing_month", "kind", "charge_date", "meter_number", "cents", "billed_ppm"]
    frame = pd.DataFrame(rows, columns=columns)
    for column in ("billing_month", "charge_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"meter_number": "Int64", "cents": "int64", "billed_ppm": "int64"})


def _corrected_day(month: date) -> date:
    return month + timedelta(days=CORRECTED_DAY)


EXPORTS = (
    Export(
        source="observability_saas",
        identifier="focus_charges",
        query="saas_focus_charges",
        steps=(Step("saas_usage"), Step("saas_charges")),
    ),
    Export(source="observability_saas", identifier="invoices", query="saas_invoices"),
    Export(
        source="observability_saas",
        identifier="focus_contract_commitments",
        query="saas_contract_commitments",
    ),
)
TRUTHS = ()
