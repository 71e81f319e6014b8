"""What has landed is not landed again, and what differs is."""

import gzip
import random
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Ingest, focus_row, landed_files, landed_query, write_csv

from infra_spend.errors import InputError
from infra_spend.settings import Settings

JANUARY = [focus_row(BilledCost=f"{number}.10", Tags=f'{{"n": "{number}"}}') for number in range(9)]
FEBRUARY = [
    focus_row(BillingPeriodStart="2025-02-01", BilledCost=f"{number}") for number in range(4)
]


def statuses(outcome: object) -> list[tuple[str, str]]:
    return [(each.period.billing_period, each.status) for each in outcome.landed]  # type: ignore[attr-defined]


def test_the_same_rows_land_once_however_they_are_packed(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    plain = write_csv(tmp_path / "bill.csv", JANUARY)
    assert statuses(land("focus", plain)) == [("2025-01", "landed")]
    before = landed_files(settings)

    packed = tmp_path / "bill.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    shuffled = random.Random(1).sample(JANUARY, len(JANUARY))
    other_order = write_csv(tmp_path / "shuffled.csv", shuffled)
    parts = tmp_path / "parts"
    parts.mkdir()
    write_csv(parts / "1.csv", JANUARY[:3])
    write_csv(parts / "2.csv", JANUARY[3:])
    for path in (plain, packed, other_order, parts):
        assert statuses(land("focus", path)) == [("2025-01", "unchanged")]
    assert landed_files(settings) == before


def test_a_cumulative_export_lands_only_what_changed(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    land("focus", write_csv(tmp_path / "january.csv", JANUARY))
    path = write_csv(tmp_path / "both.csv", JANUARY + FEBRUARY)
    assert statuses(land("focus", path)) == [("2025-01", "unchanged"), ("2025-02", "landed")]
    restated = [{**JANUARY[0], "BilledCost": "0.100000000000000001"}, *JANUARY[1:]]
    path = write_csv(tmp_path / "restated.csv", restated + FEBRUARY)
    assert statuses(land("focus", path)) == [("2025-01", "landed"), ("2025-02", "unchanged")]
    assert len(landed_files(settings)) == 3


def test_a_repeated_row_is_not_the_same_as_one_row(tmp_path: Path, land: Ingest) -> None:
    land("focus", write_csv(tmp_path / "once.csv", JANUARY))
    twice = write_csv(tmp_path / "twice.csv", [*JANUARY, JANUARY[0]])
    assert statuses(land("focus", twice)) == [("2025-01", "landed")]


def test_an_addition_lands_once_and_a_whole_period_replaces_it(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    whole = write_csv(tmp_path / "whole.csv", JANUARY)
    delta = write_csv(tmp_path / "delta.csv", JANUARY[:2])
    land("focus", whole)
    assert statuses(land("focus", delta, mode="append")) == [("2025-01", "landed")]
    assert statuses(land("focus", delta, mode="append")) == [("2025-01", "unchanged")]
    assert statuses(land("focus", whole, mode="append")) == [("2025-01", "unchanged")]
    assert statuses(land("focus", whole)) == [("2025-01", "landed")]
    assert statuses(land("focus", delta, mode="append")) == [("2025-01", "landed")]
    assert [file.name for file in landed_files(settings)] == [
        "overwrite-0000.parquet",
        "append-0000.parquet",
        "overwrite-0000.parquet",
        "append-0000.parquet",
    ]


def test_sources_do_not_see_each_other(tmp_path: Path, land: Ingest, settings: Settings) -> None:
    path = write_csv(tmp_path / "bill.csv", JANUARY)
    land("focus", path, source="one")
    assert statuses(land("focus", path, source="two")) == [("2025-01", "landed")]
    assert [file.relative_to(settings.landing).parts[:2] for file in landed_files(settings)] == [
        ("one", "focus_charges"),
        ("two", "focus_charges"),
    ]


def test_a_delivery_is_later_than_every_one_before_it(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    land("focus", write_csv(tmp_path / "a.csv", JANUARY), delivered_at="2030-01-01T00:00:00Z")
    land("focus", write_csv(tmp_path / "b.csv", JANUARY[:5]))
    assert [file.parent.name for file in landed_files(settings)] == [
        "delivery=20300101T000000Z",
        "delivery=20300101T000001Z",
    ]


def test_a_replay_is_judged_by_what_was_current_then(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    old = write_csv(tmp_path / "old.csv", JANUARY)
    new = write_csv(tmp_path / "new.csv", JANUARY[:5])
    land("focus", new, delivered_at="2025-03-01T00:00:00Z")
    replay = {"delivered_at": "2025-02-01T01:00:00+01:00"}
    assert statuses(land("focus", old, **replay)) == [("2025-01", "landed")]
    assert statuses(land("focus", old, **replay)) == [("2025-01", "unchanged")]
    assert "delivery=20250201T000000Z" in str(landed_files(settings)[0])
    with pytest.raises(InputError, match="choose a later --delivered-at"):
        land("focus", new, **replay)


def test_a_dry_run_says_what_would_land_and_lands_nothing(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = write_csv(tmp_path / "bill.csv", JANUARY + FEBRUARY)
    outcome = land("focus", path, dry_run=True)
    assert statuses(outcome) == [("2025-01", "new"), ("2025-02", "new")]
    assert outcome.landed[0].period.sums["billed_cost"] == Decimal("36.9")
    assert landed_files(settings) == []
    land("focus", path)
    assert landed_query(settings, "select count(*) from landed") == [(13,)]
