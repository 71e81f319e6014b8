"""The simulated bills of the providers beside AWS: what they promise holds to the last place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import Ingest

from infra_spend.database import open_session
from infra_spend.simulator import run
from infra_spend.simulator.export import Export
from infra_spend.simulator.exports import (
    contracts,
    gcp_billing,
    known,
    model_api,
    provider_truths,
    saas,
)
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.world import World, draw_world

MODULES = (gcp_billing, saas, model_api, contracts, provider_truths)
# Long enough for one commitment to begin and to end.
PARAMETERS = Parameters(seed=11, months=14, lines_per_month=10_000)
TERM_MONTH, OPEN_MONTH = 1, -1
NEVER_RIGHT = ("untagged", "misspelt")
BILLED = {
    "gcp": ("gcp_billing_lines", "cost + credits_amount", "strptime(invoice_month, '%Y%m')"),
    "observability_saas": ("focus_charges", "billed_cost", "billing_period_start"),
    "model_api": ("focus_charges", "billed_cost", "billing_period_start"),
}


def landed(folder: Path, source: str, identifier: str) -> str:
    """Return how to read what was delivered, without what its paths say."""
    files = f"{folder}/{source}/{identifier}/*/*/*.parquet"
    return f"read_parquet('{files}', hive_partitioning = false)"


@dataclass(frozen=True)
class Simulation:
    """A simulated landing folder and a session that can read it and write more of it."""

    world: World
    session: duckdb.DuckDBPyConnection
    folder: Path

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.session.sql(sql).fetchall()

    def files(self, source: str, identifier: str) -> str:
        return landed(self.folder, source, identifier)

    def truth(self, name: str) -> str:
        return f"read_parquet('{self.folder}/simulation/truth/{name}/*.parquet')"

    def static_truth(self, name: str) -> str:
        return f"'{self.folder}/simulation/truth/{name}.parquet'"

    def deliver(self, export: Export, month: int, known_at: datetime, folder: Path) -> str:
        """Write one more delivery of a month and return how to read it."""
        day = self.world.parameters.month_starts[month]
        run._write_delivery(self.session, export, day, known_at, folder)
        return landed(folder, export.source, export.identifier)


@pytest.fixture(scope="module")
def simulation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulation]:
    folder = tmp_path_factory.mktemp("simulated")
    session = open_session("1GB", folder / "spill")
    world = draw_world(PARAMETERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "MODULES", MODULES)
        run.load_world(session, world)
        for month in PARAMETERS.month_starts:
            run.write_month(session, world, month, folder)
        run._write_static_truths(session, world, folder)
        yield Simulation(world, session, folder)
    session.close()


@pytest.mark.parametrize("source", BILLED)
def test_what_is_invoiced_is_what_was_billed_in_whole_cents(
    simulation: Simulation, source: str
) -> None:
    identifier, cost, month = BILLED[source]
    differences = simulation.rows(
        f"""
        with billed as (
            select {month} as month, sum({cost}) as cost
            from {simulation.files(source, identifier)}
            group by all
        ),
        invoiced as (
            select
                billing_period_start as month,
                sum(billed_cost) as cost,
                bool_and(round(invoice_cost, 2) = invoice_cost) as is_whole
            from (
                select *, sum(billed_cost) over (partition by invoice_id) as invoice_cost
                from {simulation.files(source, "invoices")}
            )
            group by all
        )
        select billed.month, billed.cost, invoiced.cost, invoiced.is_whole
        from billed
        left join invoiced on billed.month = invoiced.month
        where billed.cost is distinct from invoiced.cost or not invoiced.is_whole
        """
    )
    assert [row[0] for row in differences] == [
        datetime.combine(PARAMETERS.month_starts[OPEN_MONTH], datetime.min.time())
    ]


@pytest.mark.parametrize("source", BILLED)
def test_the_truth_about_a_month_is_what_was_charged(simulation: Simulation, source: str) -> None:
    identifier, cost, month = BILLED[source]
    truth = simulation.truth("provider_costs")
    assert not simulation.rows(
        f"""
        with charged as (
            select {month} as month, sum({cost}) as cost, count(*) as charges
            from {simulation.files(source, identifier)}
            group by all
        ),
        true_costs as (
            select billing_month as month, sum(billed_cost) as cost, sum(charge_count) as charges
            from {truth}
            where source_name = '{source}'
            group by all
        )
        select * from charged
        full join true_costs using (month)
        where charged.cost is distinct from true_costs.cost
            or charged.charges is distinct from true_costs.charges
        """
    )
    assert not simulation.rows(
        f"""
        (select invoice_id, charge_category, billing_currency, cast(billed_cost as decimal(28, 10))
         from {simulation.files(source, "invoices")})
        except
        (select invoice_id, charge_category, billing_currency, cast(billed_cost as decimal(28, 10))
         from {simulation.static_truth("invoices")} where source_name = '{source}')
        """
    )


def test_over_its_term_a_commitment_is_worth_what_was_paid(simulation: Simulation) -> None:
    rows = simulation.rows(
        f"""
        select
            sum(billed_cost),
            sum(effective_cost),
            count(distinct commitment_discount_status),
            max(charge_period_end) filter (charge_category = 'Usage')
            = max(charge_period_end) filter (charge_category = 'Purchase')
        from {simulation.files("observability_saas", "focus_charges")}
        where commitment_discount_id is not null
        group by commitment_discount_id
        order by min(charge_period_start)
        """
    )
    billed, effective, status_count, is_over = rows[0]
    assert is_over
    assert billed == effective
    assert status_count == 2


def test_a_contract_commits_to_what_is_purchased(simulation: Simulation) -> None:
    assert not simulation.rows(
        f"""
        select * from {simulation.files("observability_saas", "focus_contract_commitments")}
        full join (
            select commitment_discount_id, billed_cost
            from {simulation.files("observability_saas", "focus_charges")}
            where charge_category = 'Purchase' and commitment_discount_id is not null
        ) as purchases on contract_commitment_id = commitment_discount_id
        where contract_commitment_cost is distinct from billed_cost
        """
    )


def test_the_agreement_with_aws_begins_with_the_discount(simulation: Simulation) -> None:
    start = PARAMETERS.month_starts[contracts.FIRST_MONTH]
    assert simulation.rows(
        f"""
        select contract_commitment_period_start, contract_commitment_cost > 0
        from {simulation.files("aws_contracts", "focus_contract_commitments")}
        """
    ) == [(datetime.combine(start, datetime.min.time()), True)]


@pytest.mark.parametrize("source", ["observability_saas", "model_api"])
def test_costs_are_prices_times_quantities(simulation: Simulation, source: str) -> None:
    assert not simulation.rows(
        f"""
        select * from {simulation.files(source, "focus_charges")}
        where charge_class is null and pricing_quantity is not null and (
            list_cost <> list_unit_price * pricing_quantity
            or contracted_cost <> contracted_unit_price * pricing_quantity
        )
        """
    )


@pytest.mark.parametrize("source", ["observability_saas", "model_api"])
def test_columns_are_filled_as_focus_says(simulation: Simulation, source: str) -> None:
    charges = simulation.files(source, "focus_charges")
    names = [row[0] for row in simulation.rows(f"describe select * from {charges}")]
    usage = "charge_category = 'Usage' and charge_class is null"
    priced = f"(({usage}) or charge_category = 'Purchase')"
    rules = {
        "provider_name is not null and publisher_name is not null": "true",
        "invoice_issuer_name is not null and charge_description is not null": "true",
        "list_unit_price is not null and contracted_unit_price is not null": priced,
        "pricing_quantity is not null and pricing_unit is not null": priced,
        "sku_id is not null and sku_price_id is not null and sku_meter is not null": priced,
        "pricing_category in ('Standard', 'Committed')": priced,
        "pricing_category is null and pricing_quantity is null": "charge_category = 'Tax'",
        "sku_id is null and consumed_quantity is null": "charge_category = 'Tax'",
        "charge_frequency <> 'Usage-Based'": "charge_category = 'Purchase'",
        "resource_name is not null and resource_type is not null": "resource_id is not null",
        "sub_account_type is not null": "sub_account_id is not null",
    }
    if "commitment_discount_id" in names:
        rules |= {
            "commitment_discount_status is not null and pricing_category = 'Committed'": (
                f"{usage} and commitment_discount_id is not null"
            ),
            "commitment_discount_status is null": "charge_category = 'Purchase'",
            "commitment_discount_quantity is not null and commitment_discount_unit = 'EUR'": (
                "commitment_discount_id is not null"
            ),
            "consumed_quantity is not null and consumed_unit is not null": (
                f"{usage} and commitment_discount_status is distinct from 'Unused'"
            ),
            "consumed_quantity is null": "commitment_discount_status = 'Unused'",
            "effective_cost = 0": (
                "charge_category = 'Purchase' and commitment_discount_id is not null"
            ),
            "billed_cost = 0": "commitment_discount_status is not null",
        }
    broken = {
        rule
        for rule, scope in rules.items()
        if simulation.rows(f"select 1 from {charges} where {scope} and not ({rule}) limit 1")
    }
    assert not broken


def test_credits_add_up(simulation: Simulation) -> None:
    lines = simulation.files("gcp", "gcp_billing_lines")
    kinds = dict(
        simulation.rows(
            f"""
            with credits as (
                select
                    unnest(from_json(credits, '[{{"type": "VARCHAR", "amount": "VARCHAR"}}]'))
                        as credit
                from {lines}
            )
            select credit.type, sum(cast(credit.amount as decimal(18, 6))) from credits group by all
            """
        )
    )
    assert set(kinds) == {"COMMITTED_USAGE_DISCOUNT", "SUSTAINED_USAGE_DISCOUNT", "PROMOTION"}
    assert simulation.rows(
        f"""
        select
            sum(commitment_credits_amount), sum(promotion_credits_amount), sum(credits_amount)
        from {lines}
        """
    ) == [(kinds["COMMITTED_USAGE_DISCOUNT"], kinds["PROMOTION"], sum(kinds.values()))]


def test_google_bills_a_correction_of_an_earlier_month(simulation: Simulation) -> None:
    rows = simulation.rows(
        f"""
        select invoice_month, strftime(usage_start_time, '%Y%m'), adjustment_info_mode, max(cost)
        from {simulation.files("gcp", "gcp_billing_lines")}
        where cost_type = 'adjustment'
        group by all
        """
    )
    assert rows
    assert all(
        usage < invoice and mode == "MANUAL_ADJUSTMENT" and cost < 0
        for invoice, usage, mode, cost in rows
    )


@pytest.mark.parametrize("export", [module.EXPORTS[0] for module in (gcp_billing, saas, model_api)])
def test_an_early_delivery_knows_only_what_had_happened(
    simulation: Simulation, tmp_path: Path, export: Export
) -> None:
    month = PARAMETERS.month_starts[TERM_MONTH]
    known_at = datetime(month.year, month.month, 15, 6)
    started = "usage_start_time" if export.source == "gcp" else "charge_period_start"
    delivery = simulation.deliver(export, TERM_MONTH, known_at, tmp_path)
    final = simulation.files(export.source, export.identifier)
    assert simulation.rows(f"select max({started}) < '{known_at}' from {delivery}") == [(True,)]
    columns = "* exclude (invoice_id)" if export.identifier == "focus_charges" else "*"
    assert not simulation.rows(
        f"select {columns} from {delivery} except select {columns} from {final}"
    )
    if export.identifier == "focus_charges":
        invoiced = simulation.rows(
            f"select charge_category from {delivery} where invoice_id is not null"
        )
        # Only the commitment, which has an invoice of its own on the next day.
        assert {row[0] for row in invoiced} <= {"Purchase", "Tax"}
    again = simulation.deliver(export, TERM_MONTH, datetime(2100, 1, 1), tmp_path / "again")
    billed = "cost + credits_amount" if export.source == "gcp" else "billed_cost"
    total = simulation.rows(f"select count(*), sum({billed}) from {again}")
    assert total == simulation.rows(
        f"""
        select count(*), sum({billed}) from {final}
        where {BILLED[export.source][2]} = '{month}'
        """
    )


def test_the_price_of_one_model_falls_half_way(simulation: Simulation) -> None:
    prices = simulation.rows(
        f"""
        select distinct
            sku_id,
            charge_period_start >= (
                select min(valid_from_date) from {simulation.static_truth("model_api_prices")}
                where announced_at is not null
            ) as is_later,
            list_unit_price
        from {simulation.files("model_api", "focus_charges")}
        where sku_id is not null
        """
    )
    before = {sku: price for sku, is_later, price in prices if not is_later}
    after = {sku: price for sku, is_later, price in prices if is_later}
    changed = {sku for sku in before if before[sku] != after[sku]}
    assert changed == {f"o3-2025-04-16-{kind}" for kind in ("input", "cached_input", "output")}
    assert {after[sku] / before[sku] for sku in changed} == {Decimal("0.2")}


@pytest.mark.parametrize("source", BILLED)
def test_tags_are_wrong_where_the_truth_says_so(simulation: Simulation, source: str) -> None:
    identifier = BILLED[source][0]
    key, day, tags = (
        ("resource_global_name", "usage_start_time", "labels")
        if source == "gcp"
        else ("resource_id", "charge_period_start", "tags")
    )
    faults = {
        fault: (is_always_right, is_ever_right)
        for fault, is_always_right, is_ever_right in simulation.rows(
            f"""
            select
                owners.tag_fault,
                bool_and(charges.{tags}['team'] is not distinct from owners.team_id),
                bool_or(charges.{tags}['team'] is not distinct from owners.team_id)
            from {simulation.files(source, identifier)} as charges
            inner join {simulation.static_truth("charge_owners")} as owners
                on owners.source_name = '{source}'
                    and charges.{key} = owners.charge_key
                    and owners.valid_from_date <= charges.{day}
                    and coalesce(owners.valid_to_date, date '9999-01-01') > charges.{day}
            group by owners.tag_fault
            """
        )
    }
    assert faults.pop("none") == (True, True)
    assert all(faults.pop(fault, (False, False)) == (False, False) for fault in NEVER_RIGHT)
    # A team may not have changed, and a drawn team may be the right one.
    assert faults.keys() <= {"stale", "wrong"}
    assert simulation.rows(
        f"""
        select count(*) = count(owners.charge_key)
        from (
            select distinct {key} as charge_key from {simulation.files(source, identifier)}
            where {key} is not null
        ) as charges
        left join (
            select distinct charge_key
            from {simulation.static_truth("charge_owners")}
        ) as owners using (charge_key)
        """
    ) == [(True,)]


def test_ingest_accepts_a_month_as_a_focus_file(
    simulation: Simulation, land: Ingest, tmp_path: Path
) -> None:
    charges = simulation.files("observability_saas", "focus_charges")
    names = [row[0] for row in simulation.rows(f"describe select * from {charges}")]
    columns = ", ".join(
        f"{'to_json(tags)' if name == 'tags' else name} as {name.title().replace('_', '')}"
        for name in names
    )
    path = tmp_path / "charges.csv"
    month = PARAMETERS.month_starts[TERM_MONTH]
    simulation.session.execute(
        f"copy (select {columns} from {charges} where billing_period_start = '{month}')"
        f" to '{path}' (format csv, header)"
    )
    outcome = land("focus", path, source="observability_saas")
    landed = tmp_path / "landing" / "observability_saas" / "focus_charges"
    assert outcome
    assert simulation.rows(
        f"select count(*), sum(billed_cost), sum(effective_cost) from '{landed}/*/*/*.parquet'"
    ) == simulation.rows(
        f"""
        select count(*), sum(billed_cost), sum(effective_cost) from {charges}
        where billing_period_start = '{month}'
        """
    )
