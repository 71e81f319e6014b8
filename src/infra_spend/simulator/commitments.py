"""Commitments: Savings Plans and reservations, what they cover and what they cost.

Rates are whole millionths of a dollar an hour and terms are whole months, so what is used, unused
and paid adds up exactly: over its term a commitment costs what was purchased.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from infra_spend.simulator.draws import Draws
from infra_spend.simulator.fleet import Fleet
from infra_spend.simulator.parameters import Parameters, add_months

MICRO = 1_000_000
SPARE_RATIO = 0.04
RESERVATIONS_PER_SPARE = 8


@dataclass(frozen=True)
class Purchase:
    """A commitment of one cohort of meters: ``start`` counts months from the first, 0 is first."""

    cohort: int
    kind: str
    start: int
    term_months: int
    payment_option: str
    upfront_ratio: float
    rate_ratio: float


Key = tuple[str | None, str | None, str | None]
COLUMNS = [
    "commitment_id",
    "kind",
    "payment_option",
    "term_months",
    "start_date",
    "end_date",
    "term_hours",
    "usage_type",
    "region",
    "product_code",
    "committed_count",
    "hourly_micro_cost",
    "hourly_upfront_micro_cost",
    "hourly_recurring_micro_cost",
]
WHOLE_NUMBERS = [
    "term_months",
    "term_hours",
    "committed_count",
    "hourly_micro_cost",
    "hourly_upfront_micro_cost",
    "hourly_recurring_micro_cost",
]

# Each term starts a month after the one before it has ended: somebody noticed.
PURCHASES = (
    Purchase(0, "savings_plan", 1, 12, "No Upfront", 0.0, 0.73),
    Purchase(0, "savings_plan", 14, 12, "No Upfront", 0.0, 0.73),
    Purchase(1, "savings_plan", 3, 12, "All Upfront", 1.0, 0.69),
    Purchase(1, "savings_plan", 16, 12, "All Upfront", 1.0, 0.69),
    Purchase(2, "savings_plan", 5, 36, "Partial Upfront", 0.5, 0.54),
    Purchase(3, "reservation", 1, 12, "No Upfront", 0.0, 0.67),
    Purchase(4, "reservation", 2, 12, "All Upfront", 1.0, 0.62),
    Purchase(4, "reservation", 14, 12, "All Upfront", 1.0, 0.62),
    Purchase(5, "reservation", 4, 12, "Partial Upfront", 0.5, 0.64),
)


@dataclass(frozen=True)
class Commitments:
    """``commitments``: one row per Savings Plan, and per reservation of one usage type.

    Columns: commitment_id, kind, payment_option, term_months, start_date, end_date, term_hours,
    usage_type, region, product_code, committed_count (reserved instances), hourly_micro_cost
    (commitment of a plan, or amortised rate of one instance), hourly_recurring_micro_cost and
    hourly_upfront_micro_cost, the two parts of it.
    ``covered_meters``: commitment_id, meter_number, rate_micro_cost (per hour).
    """

    commitments: pd.DataFrame
    covered_meters: pd.DataFrame


def draw_commitments(
    parameters: Parameters, draws: Draws, fleet: Fleet, payer_id: str
) -> Commitments:
    """Return what was purchased within the time of the simulation."""
    bought: list[tuple[object, ...]] = []
    covered = [
        pd.DataFrame({"meter_number": [], "rate_micro_cost": []}, dtype="int64").assign(
            commitment_id=pd.Series(dtype=object)
        )
    ]
    meters = fleet.meters
    for number, purchase in enumerate(PURCHASES):
        if purchase.start >= parameters.months:
            continue
        start = parameters.month_starts[purchase.start]
        end = add_months(start, purchase.term_months)
        alive = meters[
            (meters["cohort"] == purchase.cohort)
            & (meters["start_date"] <= pd.Timestamp(start))
            & (meters["stop_date"] > pd.Timestamp(start))
        ].copy()
        alive["rate_micro_cost"] = np.rint(
            alive["list_price"] * purchase.rate_ratio * MICRO
        ).astype(np.int64)
        for place, (key, group) in enumerate(_groups(purchase, alive)):
            if group.empty:
                continue
            digits = draws.text(f"commitment/{number}/{place}", 1, 12)[0]
            commitment_id = _commitment_id(purchase.kind, payer_id, digits, key)
            bought.append(
                (commitment_id, *_terms(purchase, start, end), *key, *_price(purchase, group))
            )
            covered.append(
                group[["meter_number", "rate_micro_cost"]].assign(commitment_id=commitment_id)
            )
    commitments = pd.DataFrame(bought, columns=COLUMNS)
    dates = {"start_date": "datetime64[ns]", "end_date": "datetime64[ns]"}
    return Commitments(
        commitments.astype(dates | dict.fromkeys(WHOLE_NUMBERS, "int64")),
        pd.concat(covered, ignore_index=True),
    )


def _groups(purchase: Purchase, meters: pd.DataFrame) -> list[tuple[Key, pd.DataFrame]]:
    """Return what one commitment covers: all meters of a plan, one usage type of a reservation."""
    if purchase.kind == "savings_plan":
        return [((None, None, None), meters)]
    grouped = meters.groupby(["usage_type", "region", "product_code"], sort=True)
    return [((str(kind), str(region), str(code)), some) for (kind, region, code), some in grouped]


def _terms(purchase: Purchase, start: date, end: date) -> tuple[object, ...]:
    hours = (end - start).days * 24
    return (purchase.kind, purchase.payment_option, purchase.term_months, start, end, hours)


def _price(purchase: Purchase, covered: pd.DataFrame) -> tuple[int, int, int, int]:
    """Return how many are committed to, and what one of them costs an hour, in two parts."""
    if purchase.kind == "savings_plan":
        used = int(covered["rate_micro_cost"].sum())
        # AWS sells plans by the tenth of a cent an hour.
        count, hourly = 1, -(-round(used * (1 + SPARE_RATIO)) // 1000) * 1000
    else:
        count = len(covered) + len(covered) // RESERVATIONS_PER_SPARE
        hourly = int(covered["rate_micro_cost"].max())
    upfront = int(hourly * purchase.upfront_ratio)
    return count, hourly, upfront, hourly - upfront


def _commitment_id(kind: str, payer_id: str, digits: str, key: Key) -> str:
    if kind == "savings_plan":
        return f"arn:aws:savingsplans::{payer_id}:savingsplan/{digits}"
    service = {"AmazonRDS": "rds", "AmazonElastiCache": "elasticache"}.get(str(key[2]), "ec2")
    return f"arn:aws:{service}:{key[1]}:{payer_id}:reserved-instances/{digits}"
