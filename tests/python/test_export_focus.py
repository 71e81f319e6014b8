"""The warehouse leaves as a file with exactly the columns of the version that was asked for."""

import csv
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Ingest, landed_query
from typer.testing import CliRunner

from infra_spend.cli import app
from infra_spend.export_focus import pascal_case
from infra_spend.registry import load_tables
from infra_spend.settings import Settings

COLUMN_COUNTS = {"1.0": 43, "1.1": 50, "1.2": 57, "1.3": 65}


@pytest.fixture(autouse=True)
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_SPEND_DUCKDB", str(settings.warehouse))
    monkeypatch.setenv("DBT_PROJECT_DIR", str(settings.project))


@pytest.fixture
def mart(settings: Settings) -> None:
    """Build a mart of two months with every column of FOCUS 1.3, as dbt would."""
    types = {"string": "varchar", "map": "map(varchar, varchar)"}
    columns = [
        f"null::{types.get(column.data_type, column.data_type)} as {pascal_case(column)}"
        for column in load_tables(PROJECT)["focus_charges"].columns.values()
        if column.is_in("1.3")
    ]
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute("create schema marts")
        session.execute(
            "create table marts.focus_cost_and_usage as"
            f" select * replace (month as BillingPeriodStart, 1.25::decimal(24, 10) as BilledCost,"
            " map {'team': 'a'} as Tags, 'AWS' as ProviderName, 'AWS' as ServiceProviderName)"
            f" from (select {', '.join(columns)}),"
            " (values (timestamp '2025-01-01'), (timestamp '2025-02-01')) as months(month)"
        )
        session.execute("alter table marts.focus_cost_and_usage drop month")


def export(version: str, out: Path, *options: str) -> tuple[int, str]:
    arguments = ["export-focus", "--version", version, "--out", str(out), *options]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.mark.usefixtures("mart")
@pytest.mark.parametrize("version", COLUMN_COUNTS)
def test_a_file_has_exactly_the_columns_of_its_version(version: str, tmp_path: Path) -> None:
    out = tmp_path / "out" / "focus.csv"
    assert export(version, out) == (0, f"2 rows of FOCUS {version} written to {out}\n")
    rows = list(csv.DictReader(out.open(newline="")))
    assert len(rows[0]) == COLUMN_COUNTS[version]
    assert rows[0]["BilledCost"] == "1.2500000000"
    assert rows[0]["Tags"] == '{"team":"a"}'
    assert {row["BillingPeriodStart"] for row in rows} == {
        "2025-01-01T00:00:00Z",
        "2025-02-01T00:00:00Z",
    }
    assert ("ServiceProviderName" in rows[0]) == (version == "1.3")
    assert [path.name for path in out.parent.iterdir()] == ["focus.csv"]


@pytest.mark.usefixtures("mart")
def test_one_month_is_written_as_parquet(tmp_path: Path) -> None:
    out = tmp_path / "focus.parquet"
    assert export("1.2", out, "--month", "2025-02")[0] == 0
    query = f"select BillingPeriodStart::varchar, BilledCost::varchar, Tags from '{out}'"
    assert duckdb.sql(query).fetchall() == [("2025-02-01 00:00:00", "1.2500000000", '{"team":"a"}')]


@pytest.mark.usefixtures("mart")
def test_columns_that_the_mart_lacks_are_named(tmp_path: Path, settings: Settings) -> None:
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute("alter table marts.focus_cost_and_usage drop SkuMeter")
    code, output = export("1.1", tmp_path / "focus.csv")
    assert code == 0
    assert "null, because the mart does not have them: SkuMeter" in output


def test_without_a_warehouse_or_a_mart_one_line_says_what_to_run(
    tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "focus.csv"
    code, output = export("1.2", out)
    assert (code, len(output.splitlines())) == (2, 1)
    assert "there is no warehouse yet: run dbt build" in output
    duckdb.connect(str(settings.warehouse)).close()
    code, output = export("1.2", out)
    assert (code, len(output.splitlines())) == (2, 1)
    assert "has no marts.focus_cost_and_usage" in output
    assert not out.exists()


@pytest.mark.parametrize(
    ("version", "name", "options", "problem"),
    [
        ("9.9", "focus.csv", [], "is not a FOCUS version"),
        ("1.2", "focus.xlsx", [], "must end in .parquet or .csv"),
        ("1.2", "focus.csv", ["--month", "January"], "write it as 2026-01"),
    ],
)
@pytest.mark.usefixtures("mart")
def test_a_wrong_argument_is_refused(
    version: str, name: str, options: list[str], problem: str, tmp_path: Path
) -> None:
    code, output = export(version, tmp_path / name, *options)
    assert (code, len(output.splitlines())) == (2, 1)
    assert problem in output


@pytest.mark.usefixtures("mart")
def test_what_is_exported_can_be_ingested(tmp_path: Path, land: Ingest, settings: Settings) -> None:
    out = tmp_path / "focus.parquet"
    filled = {
        "EffectiveCost": "1",
        "BillingAccountId": "'payer'",
        "BillingCurrency": "'USD'",
        "BillingPeriodEnd": "timestamp '2025-03-01'",
        "ChargePeriodStart": "timestamp '2025-01-01'",
        "ChargePeriodEnd": "timestamp '2025-01-02'",
        "ChargeCategory": "'Usage'",
        "ServiceName": "'Compute'",
    }
    with duckdb.connect(str(settings.warehouse)) as session:
        for name, value in filled.items():
            session.execute(f"update marts.focus_cost_and_usage set {name} = {value}")
    assert export("1.3", out)[0] == 0
    land("focus", out, format_version="1.3")
    query = "select count(*), sum(billed_cost)::varchar, any_value(tags) from landed"
    assert landed_query(settings, query) == [(2, "2.500000000000000000", {"team": "a"})]
