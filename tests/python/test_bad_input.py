"""Bad exports are refused with one line that names file, column and row, and nothing lands."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import Ingest, focus_row, landed_files, write_csv
from typer.testing import CliRunner

from infra_spend.cli import app
from infra_spend.errors import InputError
from infra_spend.settings import Settings

GOOD = focus_row()


def refused(land: Ingest, settings: Settings, path: Path | str, **options: object) -> str:
    """Return the message of the refusal, after checking that nothing has landed."""
    with pytest.raises(InputError) as refusal:
        land("focus", path, **options)
    assert landed_files(settings) == []
    assert [path for path in settings.landing.glob("*") if path.is_dir()] == []
    message = str(refusal.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("BilledCost", "12,50", '"12,50" is not a number'),
        ("EffectiveCost", "NaN", '"NaN" is not a number'),
        ("ListCost", "1e30", '"1e30" is not a number'),
        ("ChargePeriodStart", "yesterday", '"yesterday" is not a timestamp'),
        ("ChargePeriodEnd", "infinity", '"infinity" is not a timestamp'),
        ("BillingPeriodStart", "2025-13-01T00:00:00Z", "is not a timestamp"),
        ("BillingAccountId", "", "is empty"),
        ("BilledCost", "NULL", "is empty"),
        ("BillingCurrency", "dollars", '"dollars" is not an ISO 4217 currency code'),
        ("Tags", '{"team": ', "is not a set of keys and values"),
    ],
)
def test_a_bad_cell_is_named_with_its_first_row_and_line(
    column: str, value: str, problem: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    two_lines = focus_row(ServiceName="two\nlines")
    bad = focus_row(**{column: value})
    path = write_csv(tmp_path / "bill.csv", [GOOD, two_lines, bad, GOOD, bad])
    message = refused(land, settings, path)
    assert f"{path}: data row 3 (line 5): column {column}: " in message
    assert problem in message
    assert "--quarantine" in message


def test_a_bad_row_of_a_later_file_is_found(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    write_csv(tmp_path / "a.csv", [GOOD, GOOD])
    bad = write_csv(tmp_path / "b.csv", [GOOD, focus_row(ListCost="x" * 100)])
    message = refused(land, settings, tmp_path)
    assert f'{bad}: data row 2 (line 3): column ListCost: "{"x" * 40}" is' in message


@pytest.mark.parametrize("column", ["BilledCost", "ServiceName", "ProviderName"])
def test_a_missing_required_column_is_named(
    column: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    row = {name: value for name, value in GOOD.items() if name != column}
    message = refused(land, settings, write_csv(tmp_path / "bill.csv", [row]))
    assert "bill.csv" in message
    expected = {
        "BilledCost": "billed_cost",
        "ServiceName": "service_name",
        "ProviderName": "service_provider_name or provider_name",
    }
    assert f"required column {expected[column]} of focus_charges is missing" in message


def empty(path: Path) -> None:
    path.write_bytes(b"")


def header_only(path: Path) -> None:
    path.write_text(",".join(GOOD) + "\n")


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def latin_1(path: Path) -> None:
    write_csv(path, [focus_row(ServiceName="Café")])
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))


def missing_cell(path: Path) -> None:
    write_csv(path, [GOOD, GOOD])
    path.write_text(path.read_text() + "1,2,3\n")


def open_quote(path: Path) -> None:
    write_csv(path, [GOOD])
    path.write_text(path.read_text() + '"1,2,3\n')


def aws_report(path: Path) -> None:
    path.write_text("lineItem/LineItemType,bill/PayerAccountId\nUsage,1\n")


def two_names(path: Path) -> None:
    write_csv(path, [{**GOOD, "billed_cost": "1"}])


def cut_gzip(path: Path) -> None:
    # Longer than what is read to tell its kind, so that only a look at the whole file finds out.
    plain = write_csv(path, [GOOD] * 20_000).read_bytes()
    path.write_bytes(gzip.compress(plain)[:-200])


def cut_parquet(path: Path) -> None:
    select = ", ".join(f"'{value}' as {name}" for name, value in GOOD.items())
    duckdb.sql(f"copy (select {select} from range(1000)) to '{path}' (format parquet)")
    path.write_bytes(path.read_bytes()[:-100])


def empty_parquet(path: Path) -> None:
    duckdb.sql(f"copy (select 1 as BilledCost limit 0) to '{path}' (format parquet)")


def json_list(path: Path) -> None:
    path.write_text("[1, 2]\n")


@pytest.mark.parametrize(
    ("name", "make", "problem"),
    [
        ("bill.csv", empty, "the file is empty"),
        ("bill.csv", header_only, "has a header but no rows"),
        ("bill.parquet", picture, "is not parquet"),
        ("bill.csv", picture, "is not UTF-8 text"),
        ("bill.csv", latin_1, "UTF-8"),
        ("bill.csv", missing_cell, "line 4: Expected Number of Columns: 15 Found: 3"),
        ("bill.csv", open_quote, "unterminated quote"),
        ("bill.csv", aws_report, "it looks like aws_cur"),
        ("bill.csv", two_names, "columns BilledCost and billed_cost are both billed_cost"),
        ("bill.csv.gz", cut_gzip, "the gzip stream is damaged"),
        ("bill.parquet", cut_parquet, "cannot be read"),
        ("bill.parquet", empty_parquet, "has columns but no rows"),
        ("bill.parquet", header_only, "is not parquet"),
        ("bill.jsonl", json_list, "is not jsonl"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused(
    name: str,
    make: Callable[[Path], None],
    problem: str,
    tmp_path: Path,
    land: Ingest,
    settings: Settings,
) -> None:
    path = tmp_path / name
    make(path)
    message = refused(land, settings, path)
    assert str(path) in message
    assert problem in message


def test_a_good_file_does_not_land_beside_a_bad_one(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    write_csv(tmp_path / "a.csv", [GOOD])
    empty(tmp_path / "b.csv")
    assert "b.csv" in refused(land, settings, tmp_path)


def test_two_currencies_of_one_account_in_one_period_are_refused(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    euro = focus_row(BillingCurrency="EUR")
    path = write_csv(tmp_path / "bill.csv", [GOOD, GOOD, euro])
    message = refused(land, settings, path)
    assert "data row 3 (line 4)" in message
    assert "billing account payer has EUR and USD in one period" in message


def test_two_currencies_of_two_accounts_are_fine(tmp_path: Path, land: Ingest) -> None:
    euro = focus_row(BillingCurrency="EUR", BillingAccountId="other")
    outcome = land("focus", write_csv(tmp_path / "bill.csv", [GOOD, euro]))
    assert outcome.landed[0].period.row_count == 2


@pytest.mark.parametrize("version", ["9.9", "1", "1.5"])
def test_an_unknown_focus_version_is_refused(
    version: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "bill.csv", [GOOD])
    message = refused(land, settings, path, format_version=version)
    assert f"focus {version} is not a known version; known: 1.0, 1.1, 1.2, 1.3, 1.4" in message


def test_a_version_asks_for_the_provider_column_it_has(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "bill.csv", [GOOD])
    message = refused(land, settings, path, format_version="1.4")
    assert "required column service_provider_name of focus 1.4 is missing" in message
    assert land("focus", path, format_version="1.2").landed[0].status == "landed"


@pytest.mark.parametrize("source", ["../elsewhere", "a/b", "Upper", ".", "quarantine", "-x"])
def test_a_source_name_cannot_leave_the_landing_zone(
    source: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "bill.csv", [GOOD])
    with pytest.raises(InputError, match="--source"):
        land("focus", path, source=source)
    assert not settings.landing.exists()


def test_virtual_machine_meters_are_refused(tmp_path: Path, land: Ingest) -> None:
    path = write_csv(tmp_path / "vm.csv", [{"interval_start": "x", "vm_name": "y"}])
    with pytest.raises(InputError, match="virtual machines is not supported"):
        land("kubernetes", path)


def test_the_command_line_prints_one_line_and_exits_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    good = write_csv(tmp_path / "good.csv", [GOOD])
    cases = [
        (tmp_path / "landing", ["focus", str(tmp_path / "absent.csv")], "absent.csv: no CSV"),
        (blocked, ["focus", str(good)], str(blocked)),
        (blocked / "below", ["focus", str(good)], "INFRA_SPEND_LANDING"),
        ("s3://bucket/landing", ["focus", str(good)], "needs a local folder"),
        (tmp_path / "landing", ["focus", str(good), "--delivered-at", "soon"], "is not a time"),
    ]
    for landing, arguments, problem in cases:
        monkeypatch.setenv("INFRA_SPEND_LANDING", str(landing))
        result = CliRunner().invoke(app, ["ingest", *arguments])
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert problem in result.stderr


def test_a_memory_setting_that_is_no_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_SPEND_LANDING", str(tmp_path / "landing"))
    monkeypatch.setenv("INFRA_SPEND_MEMORY", "plenty")
    path = write_csv(tmp_path / "bill.csv", [GOOD])
    result = CliRunner().invoke(app, ["ingest", "focus", str(path)])
    assert result.exit_code == 2
    assert "INFRA_SPEND_MEMORY is plenty" in result.stderr


def test_one_bad_number_among_a_thousand_rows_is_named_every_time(tmp_path: Path) -> None:
    """In a process of its own, because the way this once failed was a crash of DuckDB."""
    rows = [focus_row(BilledCost=f"{number}.25") for number in range(1000)]
    rows[6]["BilledCost"] = "12,50 EUR"
    path = write_csv(tmp_path / "bill.csv", rows)
    for attempt in range(3):
        result = subprocess.run(
            [Path(sys.executable).with_name("infra-spend"), "ingest", "focus", str(path)],
            env=os.environ | {"INFRA_SPEND_LANDING": str(tmp_path / f"landing_{attempt}")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 2, result.stderr
        assert 'data row 7 (line 8): column BilledCost: "12,50 EUR" is not a' in result.stderr
