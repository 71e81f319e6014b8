"""Grades of datasets: what lowers them, and how long the results of tests are remembered."""

import csv
import json

import pytest
import yaml
from conftest import PROJECT, Row, focus_row, write_csv
from warehouse import Warehouse

from infra_spend.registry import load_tables

MARTS = ("fct_data_trust", "fct_costs_daily", "dim_services")
SELECT = (
    *("--select", *(f"+{mart}" for mart in MARTS), "--indirect-selection", "cautious"),
    *("--exclude-resource-types", "unit_test"),
)
QUOTA = {
    "quota_month_at": "2024-01-01T00:00:00Z",
    "owner_id": "ads",
    "resource_kind": "cpu",
    "quota_quantity": "1",
    "quantity_unit": "core",
}
HISTORY = "select run_id, count(*) from trust_history.test_results group by run_id"


def charged(source: str, last_day: int) -> list[Row]:
    """Return a charge a day of January 2026, as far as a day."""
    return [
        focus_row(
            BillingPeriodStart="2026-01-01T00:00:00Z",
            BillingPeriodEnd="2026-02-01T00:00:00Z",
            ChargePeriodStart=f"2026-01-{day:02}T00:00:00Z",
            ChargePeriodEnd=f"2026-01-{day + 1:02}T00:00:00Z",
            ServiceName=source,
        )
        for day in range(1, last_day + 1)
    ]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A bill up to date, one that stops on the tenth, old quotas; first built without them."""
    warehouse = Warehouse(tmp_path_factory.mktemp("trust"))
    warehouse.build(*SELECT, "test")
    assert warehouse.rows("from marts.fct_data_trust") == []
    for source, last_day in (("cloud", 30), ("stopped", 10)):
        path = write_csv(warehouse.folder / f"{source}.csv", charged(source, last_day))
        warehouse.land("focus", path, source=source)
    quotas = write_csv(warehouse.folder / "quotas.csv", [QUOTA])
    warehouse.land("budgets", quotas, source="finance", delivered_at="2024-02-01T00:00:00Z")
    warehouse.build(*SELECT)
    return warehouse


def graded(company: Warehouse, dataset: str, day: str = "2026-01-30") -> tuple[str, str]:
    """Return the grade of a dataset on a day, and the reason."""
    query = f"""
        select grade, reason from marts.fct_data_trust
        where dataset_name = '{dataset}' and trust_date = date '{day}'
    """
    [(grade, reason)] = company.rows(query)
    return grade, reason


def test_a_feed_that_is_late_lowers_its_grade_and_that_of_its_marts(company: Warehouse) -> None:
    why = "stopped/focus_charges is 20 days old and may be 3"
    assert graded(company, "cloud/focus_charges") == ("A", "nothing is known against it")
    assert graded(company, "stopped/focus_charges") == ("C", why)
    assert graded(company, "fct_costs_daily") == ("C", why)
    assert graded(company, "fct_costs_daily", "2026-01-13")[0] == "A"


def test_a_test_that_fails_lowers_the_grade_without_a_build(company: Warehouse) -> None:
    broken = company.project / "tests" / "services_have_no_name.sql"
    broken.write_text("select service_name from {{ ref('dim_services') }}")
    assert company.dbt("test", "--select", broken.stem).returncode == 1
    broken.unlink()
    grade, reason = graded(company, "dim_services")
    assert grade == "D"
    assert reason.startswith(f"failed: {broken.stem}; ")
    # What it does not read is not to blame.
    assert graded(company, "fct_costs_daily")[0] == "C"


def test_results_outlive_later_runs_and_a_full_refresh(company: Warehouse) -> None:
    before = dict(company.rows(HISTORY))
    select = ("dim_services", "stg_trust_history__test_results", "--indirect-selection", "cautious")
    company.build("--full-refresh", "--select", *select)
    after = dict(company.rows(HISTORY))
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_a_test_of_a_staging_model_is_one_of_its_landing_table(company: Warehouse) -> None:
    query = """
        select distinct relation_name from trust_history.test_results
        where test_name = 'a_delivery_is_listed_once'
    """
    assert company.rows(query) == [("landed_deliveries",)]


def test_freshness_is_awaited_of_what_somebody_delivers(company: Warehouse) -> None:
    company.dbt("source", "freshness", "--select", "source:budgets.quotas", "source:org.org_owners")
    found = json.loads((company.target_path() / "sources.json").read_text())["results"]
    assert {result["unique_id"].split(".", 2)[2]: result["status"] for result in found} == {
        "budgets.quotas": "error",
        "org.org_owners": "pass",
    }


def seed(name: str) -> list[Row]:
    with (PROJECT / "seeds" / "trust" / f"{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_every_landing_table_is_watched() -> None:
    assert {row["table_name"] for row in seed("feed_kinds")} == set(load_tables(PROJECT))


def test_a_mart_is_held_against_feeds_that_it_is_made_from(company: Warehouse) -> None:
    manifest = json.loads((company.target_path() / "manifest.json").read_text())
    parents = manifest["parent_map"]

    def tables_behind(node: str) -> set[str]:
        found: set[str] = set()
        unread, read = [node], set()
        while unread:
            parent = unread.pop()
            if parent in read:
                continue
            read.add(parent)
            if parent in manifest["sources"]:
                found.add(manifest["sources"][parent]["identifier"])
            unread.extend(parents.get(parent, []))
        return found

    kinds = {row["table_name"]: row["feed_kind"] for row in seed("feed_kinds")}
    inputs = {(row["dataset_name"], row["feed_kind"]) for row in seed("dataset_inputs")}
    marts = {path.stem for path in (PROJECT / "models" / "marts").rglob("*.sql")}
    made_from = {
        (mart, kinds[table])
        for mart in marts - {"fct_data_trust"}
        for table in tables_behind(f"model.infra_spend.{mart}") & kinds.keys()
    }
    assert inputs <= made_from
    assert {mart for mart, _ in inputs} == {mart for mart, _ in made_from}


def test_dbt_and_the_grades_agree_on_how_old_a_feed_may_be() -> None:
    kinds = {row["table_name"]: row["feed_kind"] for row in seed("feed_kinds")}
    allowed = {
        row["feed_kind"]: row["highest_age_days"]
        for row in seed("feed_slas")
        if not row["valid_to_date"]
    }
    declared = {}
    for path in (PROJECT / "models" / "staging").glob("*/_sources.yml"):
        for source in yaml.safe_load(path.read_text())["sources"]:
            for table in source["tables"]:
                config = source["config"] | table.get("config", {})
                warned = config["freshness"]["warn_after"]
                assert warned["period"] == "day"
                declared[table.get("identifier", table["name"])] = str(warned["count"])
    assert {table: declared[table] for table in kinds} == {
        table: allowed[kind] for table, kind in kinds.items()
    }
