"""Fixtures: settings on an empty landing zone, exports to write, and the shared real data."""

import csv
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from infra_spend.ingest.run import Outcome, Request, ingest
from infra_spend.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
SHARED_DATA = PROJECT.parent / "shared" / "data"
NOW = datetime(2026, 1, 31, tzinfo=UTC)

Row = dict[str, str]
Ingest = Callable[..., Outcome]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that build on Spark begin: they are the longest, and nobody waits for them."""
    items.sort(key=lambda item: "spark" not in item.keywords)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(PROJECT, tmp_path / "landing", tmp_path / "warehouse.duckdb", "1GB")


@pytest.fixture
def land(settings: Settings) -> Ingest:
    """Return a function that ingests as the command line does, one minute after the last time."""
    times = iter(range(10_000))

    def run(known: str, path: Path | str, **options: Any) -> Outcome:
        now = NOW + timedelta(minutes=next(times))
        request = Request(known, str(path), **options)
        return ingest(request, settings, now, lambda label, session: nullcontext())

    return run


@pytest.fixture
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"{SHARED_DATA} is absent: the real bills are not part of the project")
    return SHARED_DATA


def focus_row(**cells: str) -> Row:
    """Return one row of FOCUS 1.0 with the columns that every version has."""
    row = {
        "BilledCost": "1.5",
        "EffectiveCost": "1.25",
        "ListCost": "2",
        "ContractedCost": "1.75",
        "BillingAccountId": "payer",
        "BillingCurrency": "USD",
        "BillingPeriodStart": "2025-01-01T00:00:00Z",
        "BillingPeriodEnd": "2025-02-01T00:00:00Z",
        "ChargePeriodStart": "2025-01-01T00:00:00Z",
        "ChargePeriodEnd": "2025-01-02T00:00:00Z",
        "ChargeCategory": "Usage",
        "ServiceName": "Compute",
        "ServiceCategory": "Compute",
        "ProviderName": "Cloud",
        "Tags": '{"team": "a"}',
    }
    return row | cells


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def landed_files(settings: Settings) -> list[Path]:
    return sorted(settings.landing.glob("*/*/billing_period=*/delivery=*/*.parquet"))


def landed_query(settings: Settings, select: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query over everything that has landed, as ``landed``."""
    files = settings.landing / "*/*/billing_period=*/delivery=*/*.parquet"
    query = f"with landed as (from read_parquet('{files}', union_by_name = true)) {select}"
    with duckdb.connect() as session:
        return session.execute(query).fetchall()
