"""Plain tables land whole and typed, and whatever is wrong with one is one line."""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import Ingest, Row, focus_row, landed_files, landed_query, write_csv
from plain_rows import ROW_COUNT, TABLES, expected_sums, rows_of
from typer.testing import CliRunner
from warehouse import Warehouse

from infra_spend.cli import app
from infra_spend.errors import InputError
from infra_spend.ingest.formats import Format
from infra_spend.ingest.formats.known import FORMATS
from infra_spend.ingest.formats.plain import PLAIN
from infra_spend.registry import Column, Table
from infra_spend.settings import Settings

EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
BAD_TEXT = {
    "timestamp": [("yesterday", "timestamp"), ("2025-13-01", "timestamp")],
    "bigint": [("many", "whole number"), ("12.5", "whole number"), ("1e30", "whole number")],
    "decimal": [("12,50", "number"), ("NaN", "number")],
}


def columns_that(is_wanted: Callable[[Column], bool]) -> pytest.MarkDecorator:
    """Return the mark that runs a test for each wanted column of the plain tables."""
    wanted = [
        pytest.param(table, column, id=f"{name}.{column.name}")
        for name, table in TABLES.items()
        for column in table.columns.values()
        if is_wanted(column)
    ]
    return pytest.mark.parametrize(("table", "column"), wanted)


EVERY_REQUIRED_COLUMN = columns_that(lambda column: column.required)
EVERY_NUMBER_OR_TIME = columns_that(lambda column: column.data_type != "string")


def refused(land: Ingest, settings: Settings, table: Table, path: Path) -> str:
    """Return the message of the refusal, after checking that nothing has landed."""
    with pytest.raises(InputError) as refusal:
        land(table.source, path)
    assert landed_files(settings) == []
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@EVERY_TABLE
@pytest.mark.parametrize("only_required", [False, True], ids=["all_columns", "only_required"])
def test_a_good_export_lands_with_its_sums_in_its_periods(
    table: Table, only_required: bool, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    rows = rows_of(table, only_required)
    outcome = land(table.source, write_csv(tmp_path / "plain.csv", rows))
    assert {each.identifier for each in outcome.landed} == {table.identifier}
    sums = expected_sums(table, rows)
    assert {each.period.billing_period: each.period.sums for each in outcome.landed} == sums
    assert sum(each.period.row_count for each in outcome.landed) == ROW_COUNT
    assert sum(each.period.rounded_value_count for each in outcome.landed) == 0
    for name in table.summed_columns:
        if name in rows[0]:
            total = sum(of_period[name] for of_period in sums.values())
            assert landed_query(settings, f"select sum({name}) from landed") == [(total,)]
    assert {file.relative_to(settings.landing).parts[:3] for file in landed_files(settings)} == {
        (table.source, table.identifier, f"billing_period={period}") for period in sums
    }


@EVERY_TABLE
def test_every_column_lands_in_its_declared_type(
    table: Table, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    land(table.source, write_csv(tmp_path / "plain.csv", rows_of(table)))
    described = duckdb.sql(f"describe from '{landed_files(settings)[0]}'").fetchall()
    types = {row[0]: row[1].lower().replace("varchar", "string") for row in described}
    for column in table.columns.values():
        assert types[column.name] == column.data_type.replace(" ", "")


@EVERY_TABLE
def test_the_same_rows_land_once_however_they_are_packed_and_named(
    table: Table, tmp_path: Path, land: Ingest
) -> None:
    rows = rows_of(table)
    plain = write_csv(tmp_path / "plain.csv", rows)
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in reversed(rows)))
    typed = tmp_path / "typed.parquet"
    casts = ", ".join(
        f"cast({name} as {column.data_type}) as {name}"
        for name, column in table.columns.items()
        if column.data_type not in ("string", "timestamp")
    )
    replaced = f"* replace ({casts})" if casts else "*"
    duckdb.sql(
        f"copy (select {replaced} from read_csv('{plain}', all_varchar = true)) to '{typed}'"
        " (format parquet)"
    )
    spoken = [{name.title().replace("_", ""): value for name, value in row.items()} for row in rows]
    paths = [plain, packed, lines, typed, write_csv(tmp_path / "spoken.csv", spoken)]
    statuses = [{each.status for each in land(table.source, path).landed} for path in paths]
    assert statuses == [{"landed"}, *[{"unchanged"}] * 4]


@EVERY_REQUIRED_COLUMN
def test_an_export_without_a_required_column_is_refused(
    table: Table, column: Column, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    rows = [
        {name: value for name, value in row.items() if name != column.name}
        for row in rows_of(table)
    ]
    path = write_csv(tmp_path / "plain.csv", rows)
    message = refused(land, settings, table, path)
    assert str(path) in message
    assert column.name in message
    assert table.identifier in message


@EVERY_REQUIRED_COLUMN
def test_a_required_column_without_a_value_is_refused(
    table: Table, column: Column, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    rows = rows_of(table)
    rows[2][column.name] = ""
    path = write_csv(tmp_path / "plain.csv", rows)
    message = refused(land, settings, table, path)
    assert f"{path}: data row 3 (line 4): column {column.name}: is empty" in message


@EVERY_NUMBER_OR_TIME
def test_a_bad_number_or_time_is_refused(
    table: Table, column: Column, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    for text, noun in BAD_TEXT[column.data_type.partition("(")[0]]:
        rows = rows_of(table)
        rows[2][column.name] = text
        path = write_csv(tmp_path / "plain.csv", rows)
        message = refused(land, settings, table, path)
        place = f"{path}: data row 3 (line 4): column {column.name}"
        assert f'{place}: "{text}" is not a {noun}' in message


@EVERY_TABLE
def test_bad_rows_are_set_aside_and_the_good_ones_land(
    table: Table, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    rows = rows_of(table)
    rows[2][table.billing_period_column] = "soon"
    good = [row for row in rows if row is not rows[2]]
    outcome = land(table.source, write_csv(tmp_path / "plain.csv", rows), quarantine=True)
    sums = {each.period.billing_period: each.period.sums for each in outcome.landed}
    assert sums == expected_sums(table, good)
    (file,) = settings.landing.glob(f"quarantine/{table.source}/{table.identifier}/*.csv")
    reason = f'column {table.billing_period_column}: "soon" is not a timestamp'
    with file.open(newline="", encoding="utf-8") as stream:
        assert list(csv.DictReader(stream)) == [{"_reason": reason, **rows[2]}]


@pytest.mark.parametrize("content", ["", "header"])
@EVERY_TABLE
def test_an_empty_export_is_refused(
    table: Table, content: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = tmp_path / "plain.csv"
    path.write_text(",".join(table.columns) + "\n" if content else "")
    expected = "has a header but no rows" if content else "the file is empty"
    assert f"{path}: {expected}" in refused(land, settings, table, path)


WITH_CURRENCY = {name: table for name, table in TABLES.items() if table.currency_column}


@pytest.mark.parametrize("table", WITH_CURRENCY.values(), ids=WITH_CURRENCY)
def test_money_has_one_currency(
    table: Table, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    assert table.currency_column
    assert table.one_currency_per
    rows = rows_of(table)
    for row in rows:
        row |= {table.one_currency_per: "x", table.billing_period_column: "2025-01-01"}
    rows[2][table.currency_column] = "USD"
    path = write_csv(tmp_path / "plain.csv", rows)
    message = refused(land, settings, table, path)
    place = f"{path}: data row 3 (line 4): column {table.currency_column}"
    holder = table.one_currency_per.removesuffix("_id").replace("_", " ")
    assert f"{place}: {holder} x has EUR and USD in one period" in message

    rows[2][table.currency_column] = "euros"
    message = refused(land, settings, table, write_csv(path, rows))
    assert f'{place}: "euros" is not an ISO 4217 currency code' in message

    rows[2] |= {table.currency_column: "USD", table.one_currency_per: "y"}
    assert land(table.source, write_csv(path, rows)).landed[0].period.row_count == ROW_COUNT


@EVERY_TABLE
def test_an_export_is_told_from_every_other_format(
    table: Table, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "plain.csv", rows_of(table))
    for other in FORMATS.values():
        if other.name != table.source:
            with pytest.raises(InputError) as refusal:
                land(other.name, path)
            told = f"it looks like {table.source}: ingest it as that"
            assert f"{path}: is not {other.name}; {told}" in str(refusal.value)
    assert landed_files(settings) == []


def test_a_bill_is_not_taken_for_invoices(tmp_path: Path, land: Ingest, settings: Settings) -> None:
    """FOCUS has every column of an invoice, but a row for each charge."""
    bill = focus_row(InvoiceId="1", InvoiceIssuerName="Cloud")
    path = write_csv(tmp_path / "bill.csv", [bill])
    message = refused(land, settings, TABLES["invoices"], path)
    assert "is not invoices; it looks like focus: ingest it as that" in message
    del bill["ChargeCategory"]
    message = refused(land, settings, TABLES["invoices"], write_csv(path, [bill]))
    assert "is not invoices: it has charge_period_start: check" in message


@pytest.mark.parametrize("known", FORMATS.values(), ids=FORMATS)
def test_an_export_of_no_table_says_which_tables_there_are_and_what_it_lacks(
    known: Format, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "other.csv", [{"a": "1", "b": "2"}])
    with pytest.raises(InputError) as refusal:
        land(known.name, path)
    message = str(refusal.value)
    assert f"{path}: is not {known.name}: for " in message
    for identifier in known.marks:
        assert f"for {identifier} it lacks " in message
    assert len(message) - len(str(path)) < 800


def test_what_an_export_lacks_is_said_at_once(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    row = {"owner_id": "a", "budget_cost": "1", "quantity_unit": "cores"}
    path = write_csv(tmp_path / "budget.csv", [row])
    assert refused(land, settings, TABLES["budget_lines"], path) == (
        f"{path}: is not budgets: for budget_lines it lacks budget_month_at, budget_version,"
        " budget_currency; for quotas it lacks quota_month_at, resource_kind, quota_quantity:"
        " check the format and the header"
    )
    row |= {"budget_version": "1"}
    assert refused(land, settings, TABLES["budget_lines"], write_csv(path, [row])) == (
        f"{path}: required columns budget_month_at, budget_currency of budget_lines are missing:"
        " add them to the export"
    )


@pytest.mark.parametrize("known", PLAIN, ids=lambda known: known.name)
def test_the_command_line_lands_all_tables_of_a_format_in_one_folder(
    known: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_SPEND_LANDING", str(tmp_path / "landing"))
    folder = tmp_path / "exports"
    folder.mkdir()
    for identifier in known.marks:
        write_csv(folder / f"{identifier}.csv", rows_of(TABLES[identifier]))
    result = CliRunner().invoke(app, ["ingest", known.name, str(folder)])
    assert result.exit_code == 0, result.output
    for identifier in known.marks:
        assert identifier in result.stdout
    bad: Row = {"a": "1"}
    for file in folder.iterdir():
        write_csv(file, [bad])
    result = CliRunner().invoke(app, ["ingest", known.name, str(folder)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_landing_views_hold_what_has_landed(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    for identifier, table in TABLES.items():
        path = write_csv(tmp_path / f"{identifier}.csv", rows_of(table))
        warehouse.land(table.source, path, source="company")
    warehouse.build("--select", "stg_landing__deliveries")
    for identifier, table in TABLES.items():
        rows = rows_of(table)
        sums = "".join(f", sum({name})" for name in table.summed_columns)
        months = expected_sums(table, rows)
        assert warehouse.rows(
            f"select billing_month::varchar, any_value(source_name){sums}"
            f" from landing.{identifier} group by 1 order by 1"
        ) == [(f"{period}-01", "company", *months[period].values()) for period in months], (
            identifier
        )
        names = [row[0] for row in warehouse.rows(f"describe landing.{identifier}")]
        assert names == ["source_name", "delivery", "billing_month", *table.columns]
