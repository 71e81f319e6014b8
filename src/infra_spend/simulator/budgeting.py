"""What finance plans: budgets in versions, and transfers between them at reorganisations.

A version is drafted from the last month that was known, with the organisation of that day. The
budget of a pillar is the sum of its teams, that of the company the sum of its pillars, so nobody
may hand out more than it has.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from infra_spend.simulator.company import (
    COMPANY,
    DISSOLVED_PILLAR,
    DIVIDED_TEAM,
    JOINED_TEAM,
    JOINING_TEAM,
    NEW_TEAM,
    reorganisation_dates,
)
from infra_spend.simulator.draws import Floats
from infra_spend.simulator.estimates import MICRO_DOLLARS, monthly_costs
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.provider_estimates import monthly_provider_costs
from infra_spend.simulator.world import World

# What is paid to AWS is less than list prices: commitments, spot and a private discount.
PAID_RATIO = 0.86
# How teams plan: too little, about right, too much; drawn for each team and year.
PLANNED_RATIOS = ((0.80, 0.94), (0.97, 1.06), (1.10, 1.32))
PLANNED_CHANCES = (0.25, 0.5, 0.25)
EXPECTED_GROWTH = 0.18
APPROVERS = {"original": "chief-financial-officer", "reforecast": "finance-director"}
APPROVAL_TIME = time(15)
LATE_APPROVAL = (2, 20)
ROUNDED_TO = 10


@dataclass(frozen=True)
class Version:
    """A full version of the budget of a year: which months, when drafted, when approved."""

    name: str
    kind: str
    first_month: date
    drafted_on: date
    approved_on: date

    @property
    def months(self) -> list[date]:
        """The months from its first to the end of the year."""
        year = self.first_month.year
        return [date(year, month, 1) for month in range(self.first_month.month, 13)]


def draw_budgets(world: World) -> pd.DataFrame:
    """Return one row per version, owner, account class and month, in whole dollars.

    Columns: budget_month, budget_version, version_kind, approved_by, drafted_at, approved_at,
    owner_id, account_class, budget_cost. A transfer amends the version that its name starts with.
    """
    costs = paid_costs(world)
    made = []
    rows = []
    for version in versions(world.parameters):
        teams = _team_amounts(world, version, costs)
        made.append((version, teams))
        rows.append(_with_parents(world, version, teams))
    first, second = reorganisation_dates(world.parameters)
    for number, day in enumerate((first, second), start=1):
        moved = _dissolved if number == 1 else _joined_and_divided
        for place, (version, teams) in enumerate(made):
            is_drafted = version.drafted_on < day
            later = [other for other, _ in made[place + 1 :] if other.drafted_on <= day]
            # Of two versions of a month the later one counts, so only that is amended.
            months = [
                month
                for month in version.months
                if month >= day and not any(month in other.months for other in later)
            ]
            if is_drafted and months:
                amounts = teams[teams["budget_month"].isin([pd.Timestamp(m) for m in months])]
                rows.append(_transfer(version, number, day, moved(world, amounts, day, costs)))
    budgets = pd.concat(rows, ignore_index=True)
    budgets = _with_late_approval(world, budgets)
    is_simulated = budgets["budget_month"] >= pd.Timestamp(world.parameters.first_day)
    return budgets[is_simulated & (budgets["budget_cost"] != 0)].reset_index(drop=True)


def paid_costs(world: World) -> pd.DataFrame:
    """Return what was about paid for each service, by month and account class, in all bills."""
    aws = monthly_costs(world)
    aws["micro_cost"] = np.rint(aws["micro_cost"] * PAID_RATIO).astype(np.int64)
    joined = pd.concat([aws, monthly_provider_costs(world)])
    keys = ["cost_month", "service_number", "account_class", "day_count"]
    return joined.groupby(keys)["micro_cost"].sum().reset_index()


def versions(parameters: Parameters) -> list[Version]:
    """Return the versions that anyone had drafted by the end, oldest first."""
    made = []
    for year in range(parameters.first_day.year, parameters.as_of.year + 2):
        made += [
            Version(
                f"{year}-original",
                "original",
                date(year, 1, 1),
                date(year - 1, 12, 1),
                date(year - 1, 12, 15),
            ),
            Version(
                f"{year}-reforecast",
                "reforecast",
                date(year, 7, 1),
                date(year, 6, 10),
                date(year, 6, 20),
            ),
        ]
    return [version for version in made if version.drafted_on < parameters.as_of]


def teams_on(world: World, day: date) -> pd.Series:
    """Return the team of each service on a day, by service number."""
    moment = pd.Timestamp(day)
    rows = world.company.service_teams
    valid = (rows["valid_from_date"] <= moment) & ~(rows["valid_to_date"] <= moment)
    numbers = world.company.services.set_index("service_id")["service_number"]
    held = rows[valid]
    return pd.Series(held["team_id"].to_numpy(), index=held["service_id"].map(numbers).to_numpy())


def _parents_on(world: World, day: date) -> pd.Series:
    """Return the parent of each owner on a day."""
    moment = pd.Timestamp(day)
    rows = world.company.owners
    valid = (rows["valid_from_date"] <= moment) & ~(rows["valid_to_date"] <= moment)
    return rows[valid].set_index("owner_id")["parent_owner_id"]


def _team_amounts(world: World, version: Version, costs: pd.DataFrame) -> pd.DataFrame:
    """Return what each team asks for: owner_id, account_class, budget_month, budget_cost."""
    parameters = world.parameters
    known = add_months(version.drafted_on, -1)
    base_month = max(known, parameters.month_starts[0])
    base = costs[costs["cost_month"] == pd.Timestamp(base_month)].copy()
    base["owner_id"] = base["service_number"].map(teams_on(world, version.drafted_on))
    base["daily"] = base["micro_cost"] // base["day_count"]
    totals = base.groupby(["owner_id", "account_class"])["daily"].sum().reset_index()
    ratios = _planned_ratios(world, version, list(totals["owner_id"]))
    months = np.array(version.months, dtype="datetime64[M]")
    days = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    ahead = (months - np.datetime64(base_month, "M")).astype(np.int64)
    asked = totals.loc[np.repeat(totals.index, len(months))].reset_index(drop=True)
    dollars = (
        asked.pop("daily").to_numpy()
        * np.tile(days, len(totals))
        * (1 + EXPECTED_GROWTH * np.tile(ahead, len(totals)) / 12)
        * np.repeat(ratios, len(months))
        / MICRO_DOLLARS
    )
    asked["budget_month"] = np.tile(months.astype("datetime64[ns]"), len(totals))
    asked["budget_cost"] = (np.rint(dollars / ROUNDED_TO) * ROUNDED_TO).astype(np.int64)
    return asked


def _planned_ratios(world: World, version: Version, team_ids: list[str]) -> Floats:
    """Return how much of what it will need each team plans; a year's habit, a version's error."""
    ratios = []
    for team in team_ids:
        name = f"budget/{team}/{version.first_month.year}"
        low, high = PLANNED_RATIOS[world.draws.choice(name, 1, list(PLANNED_CHANCES))[0]]
        if version.kind == "reforecast":
            # Half a year later they know better.
            low, high = (low + 1) / 2, (high + 1) / 2
        ratios.append(world.draws.between(f"{name}/{version.kind}", 1, low, high)[0])
    return np.array(ratios)


def _with_parents(world: World, version: Version, teams: pd.DataFrame) -> pd.DataFrame:
    """Add pillars and the company, as sums, and what is said of the version."""
    levels = [teams]
    parents = _parents_on(world, version.drafted_on)
    for _ in ("pillar", "company"):
        below = levels[-1]
        levels.append(_summed([below.assign(owner_id=below["owner_id"].map(parents))]))
    return pd.concat(levels, ignore_index=True).assign(
        budget_version=version.name,
        version_kind=version.kind,
        approved_by=APPROVERS[version.kind],
        drafted_at=_at(version.drafted_on),
        approved_at=_at(version.approved_on),
    )


def _transfer(version: Version, number: int, day: date, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        budget_version=f"{version.name}-transfer-{number}",
        version_kind="transfer",
        approved_by=APPROVERS["original"],
        drafted_at=_at(day - timedelta(days=10)),
        approved_at=_at(day),
    )


def _dissolved(world: World, amounts: pd.DataFrame, day: date, costs: pd.DataFrame) -> pd.DataFrame:
    """The teams of the dissolved pillar take their budgets with them to other pillars."""
    before, after = _parents_on(world, day - timedelta(days=1)), _parents_on(world, day)
    moved = amounts[amounts["owner_id"].map(before) == DISSOLVED_PILLAR]
    taken = moved.assign(owner_id=DISSOLVED_PILLAR, budget_cost=-moved["budget_cost"])
    given = moved.assign(owner_id=moved["owner_id"].map(after))
    return _summed([taken, given])


def _joined_and_divided(
    world: World, amounts: pd.DataFrame, day: date, costs: pd.DataFrame
) -> pd.DataFrame:
    """One team brings its budget to another; one shares its own with the team that leaves it."""
    joining = amounts[amounts["owner_id"] == JOINING_TEAM]
    divided = amounts[amounts["owner_id"] == DIVIDED_TEAM]
    after = teams_on(world, day)
    before = teams_on(world, day - timedelta(days=1))
    leaving = costs["service_number"].map(after == NEW_TEAM) & (
        costs["service_number"].map(before) == DIVIDED_TEAM
    )
    staying = costs["service_number"].map(after) == DIVIDED_TEAM
    left, stayed = (int(costs.loc[which, "micro_cost"].sum()) for which in (leaving, staying))
    share = left / max(left + stayed, 1)
    part = (np.rint(divided["budget_cost"] * share / ROUNDED_TO) * ROUNDED_TO).astype(np.int64)
    return _summed(
        [
            joining.assign(budget_cost=-joining["budget_cost"]),
            joining.assign(owner_id=JOINED_TEAM),
            divided.assign(budget_cost=-part),
            divided.assign(owner_id=NEW_TEAM, budget_cost=part),
        ]
    )


def _summed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    keys = ["owner_id", "account_class", "budget_month"]
    return pd.concat(parts).groupby(keys)["budget_cost"].sum().reset_index()


def _with_late_approval(world: World, budgets: pd.DataFrame) -> pd.DataFrame:
    """One pillar and its teams get their original budget of the last year in February."""
    year = world.parameters.month_starts[-1].year
    late = datetime.combine(date(year, *LATE_APPROVAL), APPROVAL_TIME)
    original = budgets["budget_version"] == f"{year}-original"
    parents = _parents_on(world, date(year - 1, 12, 1))
    pillars = sorted(parents[parents == COMPANY].index)
    pillar = pillars[world.draws.integers("budget/late", 1, 0, len(pillars))[0]]
    of_pillar = (budgets["owner_id"] == pillar) | (budgets["owner_id"].map(parents) == pillar)
    budgets.loc[original & of_pillar, "approved_at"] = pd.Timestamp(late)
    return budgets


def _at(day: date) -> pd.Timestamp:
    return pd.Timestamp(datetime.combine(day, APPROVAL_TIME))
