"""The AWS Cost and Usage Report: usage, commitments, discounts and everything that is not usage."""

from datetime import date, datetime, timedelta

import pandas as pd

from infra_spend.simulator.commitments import draw_commitments
from infra_spend.simulator.export import (
    CLOSING_DAY,
    DELIVERY_TIME,
    Export,
    Step,
    Truth,
    once_closed,
)
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.prices import draw_price_changes
from infra_spend.simulator.world import World

RESTATED_MONTHS = 3
CORRECTED_MONTHS_AGO = 6
CORRECTED_AFTER_DAYS = 68


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return commitments, covered_meters and price_changes."""
    commitments = draw_commitments(
        world.parameters, world.draws, world.fleet, world.company.payer_id
    )
    return {
        "commitments": commitments.commitments,
        "covered_meters": commitments.covered_meters,
        "price_changes": draw_price_changes(world.parameters, world.draws),
    }


def corrected_month(parameters: Parameters) -> date:
    """Return the closed month that AWS corrects long after its invoice."""
    return add_months(parameters.month_starts[-1], -CORRECTED_MONTHS_AGO)


def schedule(parameters: Parameters, month: date) -> list[datetime]:
    """Return when a month is delivered.

    The last closed months arrive in the middle of the month, at its end without invoice ids and
    late usage, and when the invoice is there; one month is corrected two months after that.
    """
    deliveries = once_closed(parameters, month)
    next_month = add_months(month, 1)
    is_closed = next_month + timedelta(days=CLOSING_DAY) <= parameters.as_of
    if is_closed and month >= add_months(parameters.month_starts[-1], -RESTATED_MONTHS):
        early = [month + timedelta(days=15), next_month]
        deliveries = [*(datetime.combine(day, DELIVERY_TIME) for day in early), *deliveries]
    if month == corrected_month(parameters) and is_closed:
        correction = next_month + timedelta(days=CORRECTED_AFTER_DAYS)
        deliveries.append(datetime.combine(correction, DELIVERY_TIME))
    return deliveries


EXPORTS = (
    Export(
        source="aws",
        identifier="aws_cur_lines",
        query="aws_cur_lines",
        schedule=schedule,
        steps=(
            Step("aws_periods"),
            Step("aws_meter_months"),
            Step("aws_usage", is_view=True),
            Step("aws_usage_totals"),
            Step("aws_commitment_fees", is_view=True),
            Step("aws_other_fees", is_view=True),
            Step("aws_fees"),
            Step("aws_split_lines", is_view=True),
        ),
    ),
    Export(source="aws", identifier="invoices", query="aws_invoices", schedule=schedule),
)
TRUTHS = (
    Truth("aws_costs", "truth_aws_costs"),
    Truth("aws_event_impacts", "truth_aws_event_impacts"),
    Truth("aws_invoices", "aws_invoices"),
    Truth("aws_charge_owners", "truth_aws_charge_owners", is_monthly=False),
    Truth("aws_price_volume", "truth_aws_price_volume", is_monthly=False),
)
