"""The simulated directory, budgets, quotas and plans keep what real ones keep; so do truths."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files
from types import ModuleType
from typing import Any

import duckdb
import pandas as pd
import pytest

from infra_spend.simulator.budgeting import PAID_RATIO, draw_budgets, paid_costs, teams_on, versions
from infra_spend.simulator.company import reorganisation_dates
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.estimates import MICRO_DOLLARS
from infra_spend.simulator.events import INITIATIVE_KINDS
from infra_spend.simulator.export import DELIVERY_TIME
from infra_spend.simulator.exports import governance, organisation
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.planning import draw_initiatives, draw_plan_drivers, rounded
from infra_spend.simulator.prices import draw_price_changes
from infra_spend.simulator.quotas import draw_quotas
from infra_spend.simulator.run import draw, set_world
from infra_spend.simulator.world import World, draw_world

MODULES: tuple[ModuleType, ...] = (organisation, governance)
NOW = "known_at = (select max(later.known_at) from {0} as later where later.asked = {0}.asked)"


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(Parameters())


@pytest.fixture(scope="module")
def landed(world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every delivery of every export as one table, with the month asked for and when."""
    with duckdb.connect() as session:
        load(session, world)
        for module in MODULES:
            ahead = governance.PLANS if module is governance else ()
            for export in module.EXPORTS:
                months = list(world.parameters.month_starts)
                months += governance.months_ahead(world.parameters) if export in ahead else []
                for month in months:
                    for known_at in export.schedule(world.parameters, month):
                        deliver(session, export.identifier, export.query, month, known_at)
        for truth in governance.TRUTHS:
            session.execute(f"create table truth_{truth.name} as {query(truth.query)}")
        yield session


def load(session: duckdb.DuckDBPyConnection, world: World) -> None:
    tables = dict(world.tables)
    for module in MODULES:
        tables |= draw(module, world)
    tables["price_changes"] = draw_price_changes(world.parameters, world.draws)
    for name, frame in tables.items():
        columns = [
            f"cast({column} as date) as {column}"
            if column.endswith(("_date", "_month"))
            else column
            for column in frame.columns
        ]
        session.register("frame", frame)
        session.execute(f"create table {name} as select {', '.join(columns)} from frame")
    set_world(session, world)


def query(name: str) -> str:
    return files("infra_spend.simulator.exports").joinpath(f"{name}.sql").read_text()


def deliver(
    session: duckdb.DuckDBPyConnection,
    identifier: str,
    name: str,
    month: date,
    known_at: datetime,
) -> None:
    session.execute(f"set variable billing_month = date '{month}'")
    session.execute(f"set variable known_at = timestamp '{known_at}'")
    rows = f"select date '{month}' as asked, timestamp '{known_at}' as known_at, * from ({{}})"
    rows = rows.format(query(name))
    # business_metrics is also what the export is made from.
    table = f"landed_{identifier}"
    session.execute(f"create table if not exists {table} as {rows} limit 0")
    session.execute(f"insert into {table} {rows}")


def rows(session: duckdb.DuckDBPyConnection, select: str) -> list[tuple[Any, ...]]:
    return session.execute(select).fetchall()


def one(session: duckdb.DuckDBPyConnection, select: str) -> Any:
    return rows(session, select)[0][0]


@pytest.mark.parametrize(
    ("identifier", "period"),
    [
        ("org_owners", "snapshot_at"),
        ("business_metrics", "metric_at"),
        ("budget_lines", "budget_month_at"),
        ("quotas", "quota_month_at"),
        ("plan_drivers", "plan_month_at"),
        ("plan_price_changes", "effective_at"),
        ("plan_initiatives", "starts_at"),
    ],
)
def test_an_export_has_rows_of_the_month_that_was_asked_for_only(
    landed: duckdb.DuckDBPyConnection, identifier: str, period: str
) -> None:
    table = f"landed_{identifier}"
    assert one(landed, f"select count(*) from {table}") > 0
    wrong = f"date_trunc('month', {period}) is distinct from asked"
    assert one(landed, f"select count(*) from {table} where {wrong}") == 0


def test_the_directory_knows_nothing_of_the_future(landed: duckdb.DuckDBPyConnection) -> None:
    future = "valid_from_at > snapshot_at or valid_to_at > snapshot_at or snapshot_at > known_at"
    assert one(landed, f"select count(*) from landed_org_owners where {future}") == 0


def test_an_owner_is_in_one_place_at_a_time_under_one_that_is_there(
    landed: duckdb.DuckDBPyConnection,
) -> None:
    twice = (
        "select snapshot_at, owner_id from landed_org_owners where valid_to_at is null"
        " group by all having count(*) > 1"
    )
    assert rows(landed, twice) == []
    orphans = (
        "select owner.owner_id from landed_org_owners as owner"
        " left join landed_org_owners as parent"
        " on owner.snapshot_at = parent.snapshot_at and owner.parent_owner_id = parent.owner_id"
        " and parent.valid_to_at is null where owner.valid_to_at is null"
        " and owner.owner_type <> 'company' and parent.owner_id is null"
    )
    assert rows(landed, orphans) == []


def test_reorganisations_are_visible_from_the_month_they_happen(
    landed: duckdb.DuckDBPyConnection, world: World
) -> None:
    first, second = reorganisation_dates(world.parameters)

    def open_in(month: date) -> set[str]:
        found = rows(
            landed,
            "select owner_id from landed_org_owners where valid_to_at is null"
            f" and asked = date '{month}'",
        )
        return {row[0] for row in found}

    assert "growth" in open_in(add_months(first, -1))
    assert "growth" not in open_in(first)
    assert "offers" in open_in(add_months(second, -1))
    assert "video-delivery" not in open_in(add_months(second, -1))
    assert "offers" not in open_in(second)
    assert "video-delivery" in open_in(second)
    parent = one(
        landed,
        "select parent_owner_id from landed_org_owners where owner_id = 'identity'"
        f" and valid_to_at is null and asked = date '{first}'",
    )
    assert parent == "trust"


def test_a_service_is_in_the_directory_while_its_resources_are_billed(
    landed: duckdb.DuckDBPyConnection,
) -> None:
    missing = """
        with billed as (
            select distinct meters.service_id, days.billing_month
            from meters inner join days
                on days.charge_date >= meters.start_date and days.charge_date < meters.stop_date
        )
        select billed.service_id from billed
        left join landed_org_owners as listed
            on billed.billing_month = listed.asked
            and listed.owner_id in (billed.service_id, 'platform-' || billed.service_id)
            and listed.owner_type in ('service', 'platform') and listed.valid_to_at is null
        where listed.owner_id is null
    """
    assert rows(landed, missing) == []


def test_every_billed_day_has_each_metric_once(
    landed: duckdb.DuckDBPyConnection, world: World
) -> None:
    parameters = world.parameters
    per_metric = (
        "select count(*), count(distinct metric_at), min(metric_at), max(metric_at)"
        " from landed_business_metrics group by metric_name"
    )
    last = datetime.combine(parameters.as_of, datetime.min.time()) - pd.Timedelta(days=1)
    first = datetime.combine(parameters.first_day, datetime.min.time())
    days = parameters.day_count
    assert rows(landed, per_metric) == [(days, days, first, last)] * 5


def test_budgets_of_children_are_their_parents_budget_in_every_version(
    landed: duckdb.DuckDBPyConnection,
) -> None:
    """Whatever was known: whole versions add up from level to level, transfers to nothing."""
    levels = """
        with typed as (
            select distinct owner_id, owner_type from landed_org_owners
            where owner_type in ('company', 'pillar', 'team')
        )
        select asked, known_at, budget_version, account_class, version_kind,
            sum(budget_cost) filter (where owner_type = 'company') as company,
            sum(budget_cost) filter (where owner_type = 'pillar') as pillars,
            sum(budget_cost) filter (where owner_type = 'team') as teams
        from landed_budget_lines left join typed using (owner_id)
        group by all
    """
    whole = f"from ({levels}) where version_kind <> 'transfer'"
    assert one(landed, f"select count(*) {whole}") > 100
    assert one(landed, f"select count(*) {whole} and (company <> pillars or pillars <> teams)") == 0
    moved = f"from ({levels}) where version_kind = 'transfer'"
    assert one(landed, f"select count(*) {moved}") > 10
    unbalanced = "coalesce(pillars, 0) <> 0 or coalesce(teams, 0) <> 0 or company is not null"
    assert one(landed, f"select count(*) {moved} and ({unbalanced})") == 0


def test_a_pillar_has_what_its_teams_have_once_transfers_are_counted(
    landed: duckdb.DuckDBPyConnection, world: World
) -> None:
    """The version of a month that counts, and what amends it, by the organisation of that month."""
    first, second = reorganisation_dates(world.parameters)
    for month in (first, add_months(first, 1), second, add_months(second, 2)):
        budgets = f"""
            with known as (
                select * from landed_budget_lines
                where asked = date '{month}' and {NOW.format("landed_budget_lines")}
            ),
            current as (
                select max_by(budget_version, approved_at) as budget_version from known
                where version_kind <> 'transfer' and owner_id = 'company'
            ),
            counted as (
                select owner_id, sum(budget_cost) as budget_cost from known
                where starts_with(budget_version, (select budget_version from current))
                group by owner_id
            ),
            owners as (
                select owner_id, owner_type, parent_owner_id from landed_org_owners
                where asked = date '{month}' and valid_to_at is null
            )
            select
                pillars.owner_id,
                coalesce(any_value(pillar.budget_cost), 0),
                coalesce(sum(team.budget_cost), 0)
            from owners as pillars
            left join owners as teams
                on pillars.owner_id = teams.parent_owner_id and teams.owner_type = 'team'
            left join counted as team on teams.owner_id = team.owner_id
            left join counted as pillar on pillars.owner_id = pillar.owner_id
            where pillars.owner_type = 'pillar'
            group by pillars.owner_id
        """
        found = rows(landed, budgets)
        assert len(found) == 7
        assert [row for row in found if row[1] != row[2]] == []


def test_one_pillar_gets_its_budget_late(landed: duckdb.DuckDBPyConnection, world: World) -> None:
    year = world.parameters.as_of.year
    late = (
        "select known_at, count(*) filter (where approved_at is null) from landed_budget_lines"
        f" where asked = date '{year}-01-01' and budget_version = '{year}-original'"
        " group by known_at order by known_at"
    )
    found = rows(landed, late)
    assert [row[0].month for row in found] == [1, 2]
    assert all(0 < row[1] < 40 for row in found)
    later = f"asked = date '{year}-02-01' and budget_version = '{year}-original'"
    assert rows(
        landed,
        "select count(*) filter (where approved_at is null) from landed_budget_lines"
        f" where {later} group by known_at order by known_at desc limit 1",
    ) == [(0,)]
    assert (
        one(
            landed,
            "select count(*) from landed_budget_lines where (approved_by is null)"
            " <> (approved_at is null) or approved_at > known_at",
        )
        == 0
    )


def test_budgets_are_about_what_is_paid_and_some_teams_plan_too_little(world: World) -> None:
    budgets, costs = draw_budgets(world), paid_costs(world)
    year = world.parameters.month_starts[-2].year
    months = [month for month in world.parameters.month_starts[:-1] if month.year == year][6:]
    stamps = [pd.Timestamp(month) for month in months]
    of_version = budgets[
        (budgets["budget_version"] == f"{year}-reforecast") & budgets["budget_month"].isin(stamps)
    ]
    planned = of_version.loc[of_version["owner_id"] == "company", "budget_cost"].sum()
    paid = costs.loc[costs["cost_month"].isin(stamps), "micro_cost"].sum() / MICRO_DOLLARS
    assert 0.85 < planned / paid < 1.15
    per_team = of_version.groupby("owner_id")["budget_cost"].sum()
    teams = teams_on(world, months[0])
    spent = costs[costs["cost_month"].isin(stamps)]
    spent = spent.groupby(spent["service_number"].map(teams))["micro_cost"].sum() / MICRO_DOLLARS
    ratio = (per_team / spent).dropna()
    assert len(ratio) > 55
    assert (ratio < 0.95).sum() > 5
    assert (ratio > 1.05).sum() > 5


def test_a_version_is_drafted_and_approved_before_it_begins() -> None:
    made = versions(Parameters())
    assert [version.name for version in made][-2:] == ["2026-original", "2026-reforecast"]
    assert all(version.drafted_on < version.approved_on < version.first_month for version in made)


def test_a_team_has_the_quota_of_its_services(landed: duckdb.DuckDBPyConnection) -> None:
    differing = """
        with owners as (
            select asked, owner_id, owner_type, parent_owner_id from landed_org_owners
            where valid_to_at is null
        ),
        services as (
            select quotas.asked, owners.parent_owner_id as owner_id, resource_kind,
                sum(quota_quantity) as quota_quantity
            from landed_quotas as quotas inner join owners
                on quotas.asked = owners.asked and quotas.owner_id = owners.owner_id
            where owners.owner_type in ('service', 'platform')
            group by all
        )
        select services.asked, owner_id from services
        left join landed_quotas as teams using (asked, owner_id, resource_kind)
        where services.quota_quantity > coalesce(teams.quota_quantity, 0)
    """
    assert rows(landed, differing) == []
    assert rows(
        landed, "select distinct resource_kind, quantity_unit from landed_quotas order by all"
    ) == [("cpu", "cores"), ("gpu", "GPUs"), ("memory", "GiB"), ("storage", "GiB")]
    assert one(landed, "select min(quota_quantity) from landed_quotas") > 0
    assert (
        rows(
            landed,
            "select asked, owner_id, resource_kind from landed_quotas"
            " group by all having count(*) > 1",
        )
        == []
    )


def test_plans_look_a_year_ahead_in_three_scenarios(
    landed: duckdb.DuckDBPyConnection, world: World
) -> None:
    last = add_months(world.parameters.as_of, 12)
    ahead = (
        "select count(distinct scenario), count(distinct metric_name) from landed_plan_drivers"
        f" where asked = date '{last}'"
    )
    assert rows(landed, ahead) == [(3, 5)]
    assert (
        one(
            landed,
            "select count(*) from landed_plan_drivers"
            " where not (value_low < value and value < value_high) or value <= 0",
        )
        == 0
    )
    ordered = (
        "select count(*) from (pivot landed_plan_drivers on scenario using max(value) group by"
        " asked, known_at, plan_version, metric_name) where not (low < base and base < high)"
    )
    assert one(landed, ordered) == 0
    early = (
        "select count(*) from landed_plan_drivers"
        " where left(plan_version, 4) > strftime(known_at, '%Y')"
    )
    assert one(landed, early) == 0


def test_plans_are_near_what_happens_and_miss_it(world: World) -> None:
    drivers = draw_plan_drivers(world)
    base = drivers[drivers["scenario"] == "base"]
    metrics = world.demand.metrics
    actual = (
        metrics.assign(plan_month=metrics["metric_at"].dt.to_period("M").dt.to_timestamp())
        .groupby(["plan_month", "metric_name"], as_index=False)["value"]
        .mean()
    )
    joined = base.merge(actual, on=["plan_month", "metric_name"], suffixes=("", "_actual"))
    error = joined["value"] / joined["value_actual"] - 1
    assert 0.01 < error.abs().mean() < 0.08
    assert error.abs().max() < 0.3


def test_a_price_change_is_planned_once_it_is_announced(
    landed: duckdb.DuckDBPyConnection, world: World
) -> None:
    changes = draw_price_changes(world.parameters, world.draws)
    assert one(landed, "select count(distinct change_id) from landed_plan_price_changes") == len(
        changes
    )
    assert (
        one(landed, "select count(*) from landed_plan_price_changes where announced_at > known_at")
        == 0
    )
    assert (changes["effective_month"] > pd.Timestamp(world.parameters.as_of)).sum() == 1
    assert one(landed, "select count(*) from truth_price_changes where is_on_a_bill") == (
        len(changes) - 1
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("months", [1, 3, 24])
def test_a_meter_has_one_price_change_at_most(seed: int, months: int, world: World) -> None:
    changes = draw_price_changes(Parameters(seed=seed, months=months), Draws(seed))
    assert changes["price_ratio"].between(0.8, 1.08).all()
    assert (changes["effective_month"].dt.day == 1).all()
    assert (changes["announced_at"] < changes["effective_month"]).all()
    meters = world.fleet.meters
    assert len(meters)
    with duckdb.connect() as session:
        twice = session.execute(
            "select meter_number from meters inner join changes"
            " on meters.product_code = changes.product_code"
            " and meters.usage_type like changes.usage_type_like"
            " group by meter_number having count(*) > 1"
        ).fetchall()
    assert twice == []


def test_every_initiative_is_planned_with_a_claim(
    landed: duckdb.DuckDBPyConnection, world: World
) -> None:
    planned = {row[0] for row in rows(landed, "select initiative_id from landed_plan_initiatives")}
    expected = {event.event_id for event in world.events if event.kind in INITIATIVE_KINDS}
    expected |= set(world.fleet.migrations["initiative_id"])
    assert expected <= planned
    assert len(planned - expected) == 4
    assert one(landed, "select min(claimed_monthly_saving_cost) from landed_plan_initiatives") > 0
    is_planned = "bool_and((status = 'planned') = (known_at < starts_at))"
    status = f"select {is_planned} from landed_plan_initiatives"
    assert one(landed, status)
    known_owner = """
        select count(*) from landed_plan_initiatives as plans left join landed_org_owners as owners
            on owners.asked = least(plans.asked, date_trunc('month', getvariable('as_of')))
            and plans.service_id = owners.owner_id and plans.owner_id = owners.parent_owner_id
        where owners.owner_id is null
    """
    assert one(landed, known_owner) == 0


def test_claims_are_right_double_or_for_nothing(landed: duckdb.DuckDBPyConnection) -> None:
    ratio = f"claimed_monthly_saving_cost / (true_monthly_list_saving_cost * {PAID_RATIO})"
    found = {
        row[0]: row[1:]
        for row in rows(
            landed,
            f"select claim_kind, count(*), min({ratio}), max({ratio}) from truth_initiatives"
            " where claim_kind = 'nothing' or true_monthly_list_saving_cost > 20"
            " group by claim_kind",
        )
    }
    assert found["right"][0] >= 3
    assert found["right"][1] > 0.85
    assert found["right"][2] < 1.15
    assert found["double"][0] >= 3
    assert found["double"][1] > 1.7
    assert found["double"][2] < 2.3
    assert found["nothing"][0] >= 3
    assert (
        one(
            landed,
            "select count(*) from truth_initiatives where is_effective"
            " <> (true_monthly_list_saving_cost > 0) or (claim_kind = 'nothing') = is_effective",
        )
        == 0
    )


def test_truths_name_what_was_injected(landed: duckdb.DuckDBPyConnection, world: World) -> None:
    anomalies = [event for event in world.events if event.is_anomaly]
    assert one(landed, "select count(*) from truth_anomalies") == len(anomalies)
    first = pd.Timestamp(world.parameters.first_day)
    found = rows(landed, "select start_date, end_date from truth_anomalies order by event_id")
    for event, (start, end) in zip(
        sorted(anomalies, key=lambda event: event.event_id), found, strict=True
    ):
        assert start == (first + pd.Timedelta(days=event.start_day)).date()
        assert end == (first + pd.Timedelta(days=event.stop_day)).date()
    launches = [event for event in world.events if event.kind == "launch"]
    assert one(landed, "select count(*) from truth_launches") == len(launches)
    services = len(world.company.services)
    assert one(landed, "select count(*) from truth_elasticities") == services * 5
    assert (
        one(
            landed,
            "select count(*) from truth_elasticities where workload = 'compute'"
            " and elasticity <> service_elasticity",
        )
        == 0
    )
    faulty = world.fleet.meters["tag_fault"] != "none"
    assert one(landed, "select count(distinct resource_id) from truth_tag_faults") == (
        world.fleet.meters.loc[faulty, "resource_id"].nunique()
    )
    assert (
        one(
            landed,
            "select count(*) from truth_tag_faults where fault = 'wrong'"
            " and tagged_team_id is null",
        )
        == 0
    )


def test_a_delivery_is_what_was_known_then(landed: duckdb.DuckDBPyConnection) -> None:
    """Nothing that was known is forgotten, and a later delivery knows more."""
    for table, key in (
        ("budget_lines", "budget_version, owner_id, account_class, budget_cost"),
        ("plan_drivers", "plan_version, scenario, metric_name, value"),
        ("plan_initiatives", "initiative_id, claimed_monthly_saving_cost"),
    ):
        newest = f"select asked, {key} from landed_{table} where {NOW.format(f'landed_{table}')}"
        ever = f"select distinct asked, {key} from landed_{table}"
        assert rows(landed, f"{ever} except {newest}") == []
    grown = (
        "select count(*) from (select asked from landed_plan_drivers group by asked"
        " having count(distinct plan_version) > 1)"
    )
    assert one(landed, grown) > 12


def test_the_same_seed_draws_the_same_plans_in_any_order() -> None:
    parameters = Parameters(seed=11, months=6)
    drawings = (draw_budgets, draw_quotas, draw_plan_drivers, draw_initiatives)
    first, second = draw_world(parameters), draw_world(parameters)
    forward = [draw(first) for draw in drawings]
    backward = [draw(second) for draw in reversed(drawings)][::-1]
    for one_way, other_way in zip(forward, backward, strict=True):
        pd.testing.assert_frame_equal(one_way, other_way)
    other = draw_budgets(draw_world(Parameters(seed=12, months=6)))
    assert not forward[0].equals(other)


@pytest.mark.parametrize("months", [3, 6, 13, 36])
def test_budgets_add_up_however_long_the_simulation(months: int) -> None:
    world = draw_world(Parameters(seed=3, months=months))
    budgets = draw_budgets(world)
    transfers = budgets[budgets["version_kind"] == "transfer"]
    keys = ["budget_version", "budget_month", "account_class"]
    assert (transfers.groupby(keys)["budget_cost"].sum() == 0).all()
    assert (budgets.loc[budgets["version_kind"] != "transfer", "budget_cost"] > 0).all()
    assert not budgets.duplicated([*keys, "owner_id"]).any()
    assert draw_quotas(world)["quota_quantity"].gt(0).all()
    assert len(draw_initiatives(world)) >= 4


def test_deliveries_are_in_order_and_none_is_after_the_end() -> None:
    for as_of in (date(2026, 10, 22), date(2026, 10, 1), date(2026, 1, 3), date(2026, 7, 7)):
        parameters = Parameters(months=14, as_of=as_of)
        end = datetime.combine(as_of, DELIVERY_TIME)
        months = [*parameters.month_starts, *governance.months_ahead(parameters)]
        for export in governance.PLANS:
            for month in months:
                moments = export.schedule(parameters, month)
                assert moments == sorted(set(moments))
                assert all(moment <= end for moment in moments)
        for month in parameters.month_starts:
            assert governance.driver_schedule(parameters, month)
            (moment,) = organisation.on_last_day(parameters, month)
            assert (moment.year, moment.month) == (month.year, month.month)


def test_planners_write_round_numbers() -> None:
    assert rounded(123_456_789.0) == 123_000_000
    assert rounded(86_949.9, 2) == 87_000
    assert rounded(4.4) == 4
