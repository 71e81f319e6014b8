"""Budgets and quotas of finance, plans of planners, and what was true about all of it."""

from datetime import date, datetime, timedelta

import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.budgeting import draw_budgets, versions
from infra_spend.simulator.demand import WORKLOAD_EXPONENTS, WORKLOAD_GROWTH
from infra_spend.simulator.export import DELIVERY_TIME, Export, Truth, once_closed
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.planning import (
    HORIZON_MONTHS,
    REVIEW_DAY,
    draw_initiatives,
    draw_plan_drivers,
    reviews,
)
from infra_spend.simulator.quotas import draw_quotas
from infra_spend.simulator.world import World


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return the plans of finance and planners, and two tables that their queries look up."""
    return {
        "budget_plan": draw_budgets(world),
        "quota_plan": draw_quotas(world),
        "driver_plan": draw_plan_drivers(world),
        "initiatives": draw_initiatives(world),
        "product_names": _product_names(),
        "workload_traits": _workload_traits(),
    }


def _product_names() -> pd.DataFrame:
    """What each product code is called on the bill."""
    names = catalogue.read("aws_products")[["product_code", "product_name"]]
    return names.drop_duplicates(ignore_index=True)


def _workload_traits() -> pd.DataFrame:
    """What a workload makes of the demand of its service, in whole hundredths."""
    return pd.DataFrame(
        {
            "workload": list(WORKLOAD_EXPONENTS),
            "exponent_hundredths": [round(100 * value) for value in WORKLOAD_EXPONENTS.values()],
            "yearly_growth_hundredths": [round(100 * value) for value in WORKLOAD_GROWTH.values()],
        }
    )


def months_ahead(parameters: Parameters) -> list[date]:
    """Return the months after the last billed one that plans are about."""
    last = parameters.month_starts[-1]
    return [add_months(last, number) for number in range(1, HORIZON_MONTHS)]


def budget_schedule(parameters: Parameters, month: date) -> list[datetime]:
    """Return deliveries after each half-yearly version of the budget of a month, and at its end.

    A month that nobody has budgeted yet has no delivery.
    """
    if month.year > versions(parameters)[-1].first_month.year:
        return []
    drafts = [date(month.year, 1, 1), date(month.year, 7, 1)]
    reviewed = [_review(day) for day in drafts if day <= month]
    known = [moment for moment in reviewed if parameters.first_day <= moment.date()]
    return _until_now(parameters, [*known, *once_closed(parameters, month)])


def driver_schedule(parameters: Parameters, month: date) -> list[datetime]:
    """Return deliveries after each half-yearly review that plans a month."""
    first = add_months(month, -HORIZON_MONTHS)
    return _until_now(
        parameters,
        [_review(day) for day in reviews(parameters) if first < day <= month],
    )


def announced_schedule(parameters: Parameters, month: date) -> list[datetime]:
    """Return a delivery early in the month before, and one when the month is closed."""
    early = datetime.combine(add_months(month, -1) + timedelta(days=REVIEW_DAY), DELIVERY_TIME)
    known = [early] if early.date() >= parameters.first_day else []
    return _until_now(parameters, [*known, *once_closed(parameters, month)])


def _review(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=REVIEW_DAY), DELIVERY_TIME)


def _until_now(parameters: Parameters, moments: list[datetime]) -> list[datetime]:
    now = datetime.combine(parameters.as_of, DELIVERY_TIME)
    return sorted({min(moment, now) for moment in moments})


# What is planned is also written for ``months_ahead``.
PLANS = (
    Export("finance", "budget_lines", "budget_lines", schedule=budget_schedule),
    Export("planning", "plan_drivers", "plan_drivers", schedule=driver_schedule),
    Export("planning", "plan_price_changes", "plan_price_changes", schedule=announced_schedule),
    Export("planning", "plan_initiatives", "plan_initiatives", schedule=announced_schedule),
)
EXPORTS = (*PLANS, Export("finance", "quotas", "quotas"))
TRUTHS = (
    Truth("initiatives", "truth_initiatives", is_monthly=False),
    Truth("elasticities", "truth_elasticities", is_monthly=False),
    Truth("launches", "truth_launches", is_monthly=False),
    Truth("anomalies", "truth_anomalies", is_monthly=False),
    Truth("price_changes", "truth_price_changes", is_monthly=False),
    Truth("tag_faults", "truth_tag_faults", is_monthly=False),
)
