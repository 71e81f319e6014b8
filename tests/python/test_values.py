"""Numbers, times and nulls in every shape that exports write them."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import Ingest, focus_row, landed_query, write_csv

from infra_spend.settings import Settings


@pytest.mark.parametrize(
    ("text", "value", "rounded"),
    [
        ("1.79E-8", "0.0000000179", 0),
        ("4e-07", "0.0000004", 0),
        ("-0.5", "-0.5", 0),
        ("1E3", "1000", 0),
        ("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678", 0),
        ("0.123456789012345678", "0.123456789012345678", 0),
        ("13.19379840000000", "13.1937984", 0),
        ("999999999.999999999", "999999999.999999999", 0),
        ("9999999999.9999999999", "9999999999.9999999999", 0),
        ("0.1234567890123456785", "0.123456789012345679", 1),
        ("-0.1234567890123456785", "-0.123456789012345679", 1),
        ("12345678901.1234567890123456784", "12345678901.123456789012345678", 1),
        ("5e-19", "0.000000000000000001", 1),
        ("0.1234567890123456780000", "0.123456789012345678", 0),
    ],
)
def test_a_number_keeps_18_places_and_rounding_is_counted(
    text: str, value: str, rounded: int, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    outcome = land("focus", write_csv(tmp_path / "bill.csv", [focus_row(BilledCost=text)]))
    assert landed_query(settings, "select billed_cost from landed") == [(Decimal(value),)]
    assert outcome.landed[0].period.rounded_value_count == rounded


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01T02:00:00Z",
        "2025-01-01T02:00:00.000Z",
        "2025-01-01 02:00:00",
        "2025-01-01 02:00:00+00:00",
        "2025-01-01T04:00:00+02:00",
        "2024-12-31 21:00:00-0500",
        "2025-01-01 02:00:00 +0000 UTC",
        "2025-01-01 04:00:00 +0200 EET",
        "2025-01-01 02:00:00 UTC",
    ],
)
def test_a_time_is_converted_to_utc(
    text: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    land("focus", write_csv(tmp_path / "bill.csv", [focus_row(ChargePeriodStart=text)]))
    assert landed_query(settings, "select charge_period_start from landed") == [
        (datetime(2025, 1, 1, 2),)
    ]


@pytest.mark.parametrize("null", ["", "NULL", "null", "\\N"])
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_every_spelling_of_null_is_null(
    null: str, suffix: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    row = focus_row(ListCost=null, ServiceCategory=null, Tags=null)
    path = write_csv(tmp_path / "bill.csv", [row])
    if suffix == "parquet":
        text = f"read_csv('{path}', all_varchar = true, nullstr = 'no null')"
        path = tmp_path / "bill.parquet"
        duckdb.sql(f"copy (from {text}) to '{path}' (format parquet)")
    land("focus", path)
    query = "select list_cost, service_category, tags from landed"
    assert landed_query(settings, query) == [(None, None, None)]


def test_typed_parquet_lands_as_its_text_would(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    path = tmp_path / "bill.parquet"
    duckdb.sql(
        "copy (select 0.1::double as BilledCost, 3 as EffectiveCost, 1.5::decimal(9, 3) as"
        " ListCost, null::double as ContractedCost, 'payer' as BillingAccountId,"
        " 'USD' as BillingCurrency, timestamptz '2025-01-01 00:00:00+00' as BillingPeriodStart,"
        " date '2025-02-01' as BillingPeriodEnd, timestamp '2025-01-01' as ChargePeriodStart,"
        " timestamp_ns '2025-01-02' as ChargePeriodEnd, 'Usage' as ChargeCategory,"
        " 'Compute' as ServiceName, 'Compute' as ServiceCategory, 'Cloud' as ProviderName,"
        " map {'team': 'a'} as Tags, {'team': 'b'} as AllocatedTags, [1, 2] as x_List)"
        f" to '{path}' (format parquet)"
    )
    land("focus", path)
    query = (
        "select billed_cost, effective_cost, list_cost, billing_period_start::varchar, tags,"
        " allocated_tags, x_list from landed"
    )
    assert landed_query(settings, query) == [
        (
            Decimal("0.1"),
            Decimal(3),
            Decimal("1.5"),
            "2025-01-01 00:00:00",
            {"team": "a"},
            {"team": "b"},
            "[1,2]",
        )
    ]


def test_columns_of_the_provider_stay_as_text(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    row = {**focus_row(), "x_ServiceModel": "PaaS", "SomethingElse": "007", "Delivery": "x"}
    land("focus", write_csv(tmp_path / "bill.csv", [row]))
    query = "select x_service_model, something_else, exported_delivery from landed"
    assert landed_query(settings, query) == [("PaaS", "007", "x")]


def test_files_with_different_columns_land_together(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    write_csv(tmp_path / "a.csv", [focus_row()])
    write_csv(tmp_path / "b.csv", [{**focus_row(), "SubAccountId": "team"}])
    land("focus", tmp_path)
    query = "select sub_account_id, sum(billed_cost) from landed group by all order by all"
    assert landed_query(settings, query) == [("team", Decimal("1.5")), (None, Decimal("1.5"))]
