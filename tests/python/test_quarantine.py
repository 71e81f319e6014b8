"""Good rows plus bad rows are the input: in number and in every sum."""

import csv
from contextlib import nullcontext
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import PROJECT, Ingest, focus_row, landed_files, landed_query, write_csv
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from infra_spend.ingest.run import Request, ingest
from infra_spend.settings import Settings

COSTS = st.decimals(-(10**9), 10**9, allow_nan=False, places=18)
FAULTS = st.sampled_from(
    [None, None, ("ChargeCategory", ""), ("ListCost", "?"), ("BillingPeriodStart", "soon")]
)


def quarantined(landing: Path) -> list[dict[str, str]]:
    return [
        row
        for file in sorted(landing.glob("quarantine/**/*.csv"))
        for row in csv.DictReader(file.open(newline="", encoding="utf-8"))
    ]


def test_bad_rows_are_set_aside_as_exported_and_with_a_reason(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    bad = focus_row(ListCost="a lot", ServiceName='say "hi",\nthere')
    path = write_csv(tmp_path / "bill.csv", [focus_row(), bad, focus_row(BilledCost="2")])
    outcome = land("focus", path, quarantine=True)
    assert quarantined(settings.landing) == [
        {"_reason": 'column ListCost: "a lot" is not a number', **bad}
    ]
    assert list(outcome.quarantined.values()) == [1]
    assert (settings.landing / next(iter(outcome.quarantined))).is_file()
    assert landed_query(settings, "select count(*), sum(billed_cost) from landed") == [
        (2, Decimal("3.5"))
    ]


def test_without_a_bad_row_nothing_is_set_aside(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "bill.csv", [focus_row()])
    assert land("focus", path, quarantine=True).quarantined == {}
    assert not (settings.landing / "quarantine").exists()


def test_when_every_row_is_bad_all_are_set_aside(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "bill.csv", [focus_row(BilledCost="?")] * 3)
    land("focus", path, quarantine=True)
    assert landed_files(settings) == []
    assert len(quarantined(settings.landing)) == 3


def test_bad_rows_are_not_set_aside_again(tmp_path: Path, land: Ingest, settings: Settings) -> None:
    path = write_csv(tmp_path / "bill.csv", [focus_row(), focus_row(BilledCost="?")])
    land("focus", path, quarantine=True)
    land("focus", path, quarantine=True)
    assert len(quarantined(settings.landing)) == 1


@given(st.lists(st.tuples(COSTS, FAULTS), min_size=1, max_size=12))
@hypothesis_settings(max_examples=15, deadline=None)
def test_any_split_of_good_and_bad_rows_conserves_rows_and_sums(
    rows: list[tuple[Decimal, tuple[str, str] | None]],
) -> None:
    exported = [
        focus_row(BilledCost=str(cost), **({fault[0]: fault[1]} if fault else {}))
        for cost, fault in rows
    ]
    with TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "bill.csv", exported)
        settings = Settings(PROJECT, Path(folder) / "landing", Path(folder), "1GB")
        request = Request("focus", str(path), quarantine=True)
        ingest(request, settings, datetime.now(UTC), lambda label, session: nullcontext())
        bad = quarantined(settings.landing)
        good = [(0, Decimal())]
        if landed_files(settings):
            good = landed_query(settings, "select count(*), sum(billed_cost) from landed")
    assert good[0][0] == sum(fault is None for _, fault in rows)
    assert good[0][0] + len(bad) == len(rows)
    set_aside = sum((Decimal(row["BilledCost"]) for row in bad), Decimal())
    assert good[0][1] + set_aside == sum((cost for cost, _ in rows), Decimal())
