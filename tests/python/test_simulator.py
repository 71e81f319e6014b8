"""The simulated company: what must hold of any seed, and what a user may get wrong."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from conftest import PROJECT, Ingest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from infra_spend.database import open_session
from infra_spend.errors import InfraSpendError, InputError
from infra_spend.registry import load_tables
from infra_spend.settings import Settings
from infra_spend.simulator import run
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.estimates import MICRO_DOLLARS, monthly_costs
from infra_spend.simulator.exports import known
from infra_spend.simulator.manifest import describe_files
from infra_spend.simulator.parameters import Parameters, parse_day, parse_scale
from infra_spend.simulator.run import load_world, simulate, write_month
from infra_spend.simulator.world import draw_world

FEW_LINES = 10_000
TERM = 12


def nothing(label: str, behind: int, total: int) -> None:
    """Show no progress."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("simulations")


class Simulation:
    """One simulation in a folder of its own, and queries over what it wrote."""

    def __init__(self, folder: Path, parameters: Parameters) -> None:
        self.folder = folder
        settings = Settings(PROJECT, folder, folder / "none.duckdb", "2GB")
        simulate(parameters, folder, settings, [], nothing)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query over the newest AWS lines and what else has landed."""
        with duckdb.connect() as session:
            for table in ("aws_cur_lines", "invoices"):
                files = self.folder / f"*/{table}/*/*/*.parquet"
                if any(self.folder.glob(f"*/{table}/*/*/*.parquet")):
                    session.execute(
                        f"create view {table} as from"
                        f" read_parquet('{files}', union_by_name = true, hive_partitioning = true)"
                        " qualify delivery = max(delivery) over (partition by billing_period)"
                    )
            session.execute(f"set variable folder = '{self.folder}'")
            return session.execute(query).fetchall()

    def manifest(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(
            (self.folder / "simulation" / "manifest.json").read_text()
        )
        return content


@pytest.fixture(scope="module")
def year(folder: Path) -> Simulation:
    """Sixteen months: the first commitments of a year begin and end."""
    return Simulation(folder / "year", Parameters(months=16, lines_per_month=FEW_LINES))


# What holds of every seed -------------------------------------------------------------------------

parameters_of_any_seed = st.builds(
    Parameters,
    seed=st.integers(0, 2**63 - 1),
    months=st.integers(1, 4),
    lines_per_month=st.just(FEW_LINES),
    as_of=st.dates(date(2021, 1, 2), date(2026, 12, 31)),
)


@profile(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(parameters=parameters_of_any_seed)
def test_identities_hold_for_any_seed_and_day(parameters: Parameters, folder: Path) -> None:
    name = f"{parameters.seed}-{parameters.months}-{parameters.as_of}"
    if (folder / name).exists():
        return
    simulation = Simulation(folder / name, parameters)
    check_invoices(simulation)
    check_monthly_identity(simulation)
    check_pods(simulation)


def check_invoices(simulation: Simulation) -> None:
    """Every invoice is what its lines add up to, in whole cents."""
    rows = (
        simulation.rows("""
        with billed as (
            select bill_invoice_id as invoice_id,
                sum(coalesce(line_item_net_unblended_cost, line_item_unblended_cost)) as lines
            from aws_cur_lines where bill_invoice_id is not null group by all
        ), invoiced as (
            select invoice_id, sum(billed_cost) as invoice
            from read_parquet(getvariable('folder') || '/aws/invoices/*/*/*.parquet')
            group by all
        )
        select invoice_id, lines, invoice from billed full join invoiced using (invoice_id)
    """)
        if any(simulation.folder.glob("aws/invoices/*/*/*.parquet"))
        else []
    )
    for invoice_id, lines, invoice in rows:
        assert lines == invoice, invoice_id
        assert lines == round(lines, 2), invoice_id


def check_monthly_identity(simulation: Simulation) -> None:
    """By month: Σ unblended = Σ amortised less amortised upfront fees + Σ upfront fees."""
    rows = simulation.rows("""
        select
            billing_period,
            sum(line_item_unblended_cost) as unblended,
            sum(case line_item_line_item_type
                when 'SavingsPlanCoveredUsage' then savings_plan_savings_plan_effective_cost
                when 'SavingsPlanNegation' then 0
                when 'SavingsPlanUpfrontFee' then 0
                when 'SavingsPlanRecurringFee'
                    then savings_plan_total_commitment_to_date - savings_plan_used_commitment
                when 'DiscountedUsage' then reservation_effective_cost
                when 'RIFee'
                    then reservation_unused_amortized_upfront_fee_for_billing_period
                    + reservation_unused_recurring_fee
                else if(
                    line_item_line_item_type = 'Fee' and reservation_reservation_a_r_n is not null,
                    0, line_item_unblended_cost
                )
            end) as amortised,
            sum(case
                when line_item_line_item_type = 'SavingsPlanRecurringFee'
                    then savings_plan_total_commitment_to_date - line_item_unblended_cost
                when line_item_line_item_type = 'DiscountedUsage'
                    then reservation_amortized_upfront_cost_for_usage
                when line_item_line_item_type = 'RIFee'
                    then reservation_unused_amortized_upfront_fee_for_billing_period
                else 0
            end) as amortised_upfront,
            sum(case
                when line_item_line_item_type = 'SavingsPlanUpfrontFee'
                    or (line_item_line_item_type = 'Fee'
                        and reservation_reservation_a_r_n is not null)
                    then line_item_unblended_cost else 0
            end) as upfront
        from aws_cur_lines group by all
    """)
    assert rows
    for period, unblended, amortised, amortised_upfront, upfront in rows:
        assert unblended == amortised - amortised_upfront + upfront, period


def check_pods(simulation: Simulation) -> None:
    """What pods hold never exceeds their node, in any interval."""
    over = simulation.rows("""
        select node, interval_start from read_parquet(
            getvariable('folder') || '/*/kubernetes_pod_usage/*/*/*.parquet')
        group by node, interval_start
        having
            sum(greatest(pod_request_cpu_core_seconds, pod_usage_cpu_core_seconds))
            > max(node_capacity_cpu_core_seconds)
            or sum(greatest(pod_request_memory_byte_seconds, pod_usage_memory_byte_seconds))
            > max(node_capacity_memory_byte_seconds)
    """)
    assert over == []


# Commitments --------------------------------------------------------------------------------------


def test_a_commitment_costs_over_its_term_what_was_purchased(year: Simulation) -> None:
    rows = year.rows("""
        with lines as (
            select *, coalesce(savings_plan_savings_plan_a_r_n, reservation_reservation_a_r_n)
                as commitment_id
            from aws_cur_lines
        )
        select
            commitment_id,
            max(coalesce(savings_plan_end_time, reservation_end_time)),
            sum(case line_item_line_item_type
                when 'SavingsPlanCoveredUsage' then savings_plan_savings_plan_effective_cost
                when 'SavingsPlanRecurringFee'
                    then savings_plan_total_commitment_to_date - savings_plan_used_commitment
                when 'DiscountedUsage' then reservation_effective_cost
                when 'RIFee'
                    then reservation_unused_amortized_upfront_fee_for_billing_period
                    + reservation_unused_recurring_fee
                else 0
            end) as effective,
            sum(case when line_item_line_item_type in
                ('SavingsPlanUpfrontFee', 'SavingsPlanRecurringFee', 'RIFee', 'Fee')
                then line_item_unblended_cost else 0 end) as purchased
        from lines where commitment_id is not null group by all
    """)
    ended = [row for row in rows if row[1].date() <= date(2026, 10, 1)]
    kinds = {"savingsplan" if "savingsplan" in row[0] else "reservation" for row in ended}
    assert kinds == {"savingsplan", "reservation"}
    for commitment_id, _, effective, purchased in ended:
        assert effective == purchased > 0, commitment_id


def test_a_plan_is_never_used_beyond_what_was_committed(year: Simulation) -> None:
    ((least, most),) = year.rows("""
        select min(unused), max(unused) from (
            select savings_plan_total_commitment_to_date - savings_plan_used_commitment as unused
            from aws_cur_lines where line_item_line_item_type = 'SavingsPlanRecurringFee'
        )
    """)
    assert least >= 0 < most


def test_covered_usage_and_its_negation_cancel(year: Simulation) -> None:
    rows = year.rows("""
        select line_item_usage_start_date, sum(line_item_unblended_cost) as left_over
        from aws_cur_lines
        where line_item_line_item_type in ('SavingsPlanCoveredUsage', 'SavingsPlanNegation')
        group by all having left_over <> 0
    """)
    assert rows == []


def test_the_bill_has_one_of_everything(year: Simulation) -> None:
    ((types, terms, entities),) = year.rows("""
        select list(distinct line_item_line_item_type), list(distinct pricing_term),
            list(distinct bill_billing_entity) from aws_cur_lines
    """)
    assert set(types) == {
        "Usage", "SavingsPlanCoveredUsage", "SavingsPlanNegation", "SavingsPlanRecurringFee",
        "SavingsPlanUpfrontFee", "DiscountedUsage", "RIFee", "Fee", "EdpDiscount", "Tax",
        "Credit", "Refund",
    }  # fmt: skip
    assert {"OnDemand", "Spot", "Reserved"} <= set(terms)
    assert set(entities) == {"AWS", "AWS Marketplace"}


# Truth --------------------------------------------------------------------------------------------


def test_the_truth_adds_up_to_the_bill(year: Simulation) -> None:
    truths = dict(
        year.rows("""
            select strftime(billing_month, '%Y-%m'), sum(billed_cost)
            from read_parquet(getvariable('folder') || '/simulation/truth/aws_costs/*.parquet')
            group by all
        """)
    )
    bills = dict(
        year.rows("""
            select billing_period,
                sum(coalesce(line_item_net_unblended_cost, line_item_unblended_cost))
            from aws_cur_lines where delivery < '20260101T000000Z' or billing_period > '2026-01'
            group by all
        """)
    )
    assert bills
    assert {period: truths[period] for period in bills} == bills


def test_price_and_volume_explain_every_change(year: Simulation) -> None:
    rows = year.rows("""
        select
            change_kind,
            sum(later_cost - earlier_cost - volume_cost - price_cost) as residual,
            sum(price_cost) as price_cost
        from read_parquet(getvariable('folder') || '/simulation/truth/aws_price_volume.parquet')
        group by change_kind
    """)
    assert {kind for kind, _, _ in rows} == {"continuing", "new", "retired"}
    assert all(residual == 0 for _, residual, _ in rows)
    assert {kind for kind, _, price_cost in rows if price_cost != 0} == {"continuing"}


def test_planners_know_what_the_usage_of_a_service_costs(year: Simulation) -> None:
    """Before prices change: the sum that budgets, quotas and claims are drawn from."""
    world = draw_world(Parameters(months=16, lines_per_month=FEW_LINES))
    month = world.parameters.month_starts[2]
    costs = monthly_costs(world)
    costs = costs[costs["cost_month"] == pd.Timestamp(month)]
    services = world.company.services["service_id"].to_numpy()[costs["service_number"]]
    expected = costs.groupby(services)["micro_cost"].sum() / MICRO_DOLLARS
    billed = year.rows(f"""
        select service_id, sum(list_cost)
        from read_parquet(getvariable('folder') || '/simulation/truth/aws_costs/*.parquet')
        where billing_month = date '{month}' and service_id is not null
        group by service_id having sum(list_cost) > 500
    """)
    assert len(billed) > 100
    for service_id, list_cost in billed:
        assert expected[service_id] == pytest.approx(float(list_cost), rel=0.05), service_id


# The same seed, the same rows ---------------------------------------------------------------------


def hashes(entries: list[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    return {entry["path"]: (entry["row_count"], entry["content_hash"]) for entry in entries}


def test_the_same_seed_gives_the_same_rows_in_any_order(folder: Path) -> None:
    parameters = Parameters(seed=11, months=3, lines_per_month=FEW_LINES)
    first = hashes(Simulation(folder / "first", parameters).manifest()["files"])
    # The name of a folder changes nothing either, were it that of the truth.
    again = folder / "simulation"
    with open_session("2GB", folder / "spill") as session:
        # One thread, and the last month first.
        session.execute("set threads = 1")
        world = draw_world(parameters)
        load_world(session, world)
        for month in reversed(parameters.month_starts):
            write_month(session, world, month, again)
        files = list(again.rglob("*.parquet"))
        entries = describe_files(session, again, files, load_tables(PROJECT))
    second = hashes([asdict(entry) for entry in entries])
    assert len(second) > 50
    assert second == {path: first[path] for path in second}

    other = Parameters(seed=12, months=3, lines_per_month=FEW_LINES)
    different = hashes(Simulation(folder / "other", other).manifest()["files"])
    aws = [path for path in first if path.startswith("aws/aws_cur_lines")]
    assert all(different[path] != first[path] for path in aws)


def test_draws_depend_on_their_seed_and_name_only() -> None:
    draws = Draws(7)
    first = draws.uniform("a", 3)
    draws.uniform("b", 1000)
    assert list(draws.uniform("a", 3)) == list(first)
    assert list(draws.uniform("b", 3)) != list(first)
    # Exactly these numbers, on every machine.
    assert [number.hex() for number in Draws(0).uniform("x", 2)] == [
        "0x1.b1af8e4205666p-1",
        "0x1.1f826f2eee060p-1",
    ]
    assert sum(draws.choice("c", 10_000, [3, 1]) == 0) == pytest.approx(7_500, abs=200)


# What is written ----------------------------------------------------------------------------------


def test_every_export_has_declared_columns_only(year: Simulation) -> None:
    tables = load_tables(PROJECT)
    exports = {export.identifier for module in known.MODULES for export in module.EXPORTS}
    for identifier in sorted(exports):
        files = sorted(year.folder.glob(f"*/{identifier}/*/*/*.parquet"))
        assert files, identifier
        with duckdb.connect() as session:
            names = {
                row[0]
                for row in session.execute(
                    "describe from read_parquet($files, hive_partitioning = false)",
                    {"files": [str(file) for file in files]},
                ).fetchall()
            }
        assert names <= set(tables[identifier].columns), identifier
        required = {name for name, column in tables[identifier].columns.items() if column.required}
        assert required <= names, identifier
        if identifier == "aws_cur_lines":
            assert names == set(tables[identifier].columns), "a report has all of its columns"


def test_the_report_is_one_that_ingest_reads(year: Simulation, land: Ingest) -> None:
    path = sorted((year.folder / "aws" / "aws_cur_lines").glob("*/*/*.parquet"))[0]
    (landed,) = land("aws_cur", path).landed
    ((count, unblended),) = year.rows(
        f"select count(*), sum(line_item_unblended_cost) from read_parquet('{path}')"
    )
    assert (landed.period.row_count, landed.status) == (count, "landed")
    assert landed.period.sums["line_item_unblended_cost"] == unblended


def test_the_manifest_says_what_is_there(year: Simulation) -> None:
    manifest = year.manifest()
    assert manifest["note"] == "Every figure is simulated."
    listed = {file["path"]: file["row_count"] for file in manifest["files"]}
    found = {
        Path(file).relative_to(year.folder).as_posix(): rows
        for file, rows in year.rows(
            f"select file_name, num_rows from parquet_file_metadata('{year.folder}/**/*.parquet')"
        )
    }
    assert listed == found
    aws = [file for file in manifest["files"] if file["path"].startswith("aws/aws_cur_lines")]
    assert all(Decimal(file["sums"]["line_item_unblended_cost"]) > 0 for file in aws)


# What a user may get wrong ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"months": 0}, "--months 0: choose 1 to 120"),
        ({"months": -3}, "--months -3"),
        ({"seed": -1}, "--seed -1"),
        ({"lines_per_month": 10}, "--scale 10: choose 10,000 to"),
        ({"as_of": date(2001, 1, 1)}, "--as-of 2001-01-01: 24 months"),
    ],
)
def test_a_number_out_of_range_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Parameters(**arguments)


@pytest.mark.parametrize("scale", ["tiny", "-5", "1e6", "", "²"])
def test_an_unknown_scale_is_refused(scale: str) -> None:
    with pytest.raises(InputError, match=r"is not a scale; choose small, medium, large"):
        parse_scale(scale)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="--as-of tomorrow: is not a day"):
        parse_day("tomorrow")


def attempt(out: Path, faults: list[str]) -> None:
    settings = Settings(PROJECT, out, out / "none.duckdb", "2GB")
    simulate(Parameters(months=1, lines_per_month=FEW_LINES), out, settings, faults, nothing)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(InputError, match="is not empty: remove it or choose another folder"):
        attempt(tmp_path, [])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(InfraSpendError, match="choose another --out"):
        attempt(tmp_path / "file", [])


def test_an_unknown_fault_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--fault gremlins"):
        attempt(tmp_path / "out", ["gremlins"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("failing", ["_copy", "write_manifest"])
def test_a_full_disk_leaves_nothing(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device", "x.parquet")

    monkeypatch.setattr(run, failing, fail)
    with pytest.raises(InfraSpendError, match="No space left on device: free some space"):
        attempt(tmp_path / "out", [])
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".lock"]


def test_a_fault_is_in_the_manifest_and_in_the_data(tmp_path: Path) -> None:
    attempt(tmp_path / "out", ["doubled_delivery"])
    content = json.loads((tmp_path / "out" / "simulation" / "manifest.json").read_text())
    (fault,) = content["faults"]
    assert fault["name"] == "doubled_delivery"
    assert fault["files"]
