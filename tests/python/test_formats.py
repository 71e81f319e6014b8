"""AWS reports of both generations and Google Cloud exports, made here in their real shapes."""

import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Ingest, landed_query, write_csv

from infra_spend.errors import InputError
from infra_spend.ingest.cells import snake_case
from infra_spend.ingest.formats.aws_cur import legacy_name
from infra_spend.settings import Settings

CUR_LINE = {
    "bill_payer_account_id": "1",
    "bill_billing_period_start_date": "2025-01-01T00:00:00.000Z",
    "line_item_usage_account_id": "2",
    "line_item_line_item_type": "Usage",
    "line_item_usage_start_date": "2025-01-01T00:00:00.000Z",
    "line_item_usage_end_date": "2025-01-01T01:00:00.000Z",
    "line_item_product_code": "AmazonEC2",
    "line_item_currency_code": "USD",
    "line_item_unblended_cost": "0.096",
    "product": '{"product_name":"Elastic Compute Cloud"}',
    "product_comment": "",
    "resource_tags": '{"user_Team":"a","user_team":"b"}',
    "cost_category": "{}",
    "discount": '{"edp_discount":-0.01}',
    "discount_total_discount": "-0.01",
}
LEGACY_NAMES = {
    "bill_payer_account_id": "bill/PayerAccountId",
    "bill_billing_period_start_date": "bill/BillingPeriodStartDate",
    "line_item_usage_account_id": "lineItem/UsageAccountId",
    "line_item_line_item_type": "lineItem/LineItemType",
    "line_item_usage_start_date": "lineItem/UsageStartDate",
    "line_item_usage_end_date": "lineItem/UsageEndDate",
    "line_item_product_code": "lineItem/ProductCode",
    "line_item_currency_code": "lineItem/CurrencyCode",
    "line_item_unblended_cost": "lineItem/UnblendedCost",
}
MAPS = "product, resource_tags, cost_category, discount"


def test_cur_2_csv_and_parquet_land_the_same_maps(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    land("aws_cur", write_csv(tmp_path / "cur.csv", [CUR_LINE]), source="text")
    parquet = tmp_path / "cur.parquet"
    maps = ", ".join(f"json({name})::map(varchar, varchar) as {name}" for name in MAPS.split(", "))
    duckdb.sql(
        f"copy (select * replace ({maps}, line_item_unblended_cost::double as"
        f" line_item_unblended_cost) from read_csv('{tmp_path}/cur.csv', all_varchar = true))"
        f" to '{parquet}' (format parquet)"
    )
    land("aws_cur", parquet, source="typed")
    query = f"select {MAPS}, line_item_unblended_cost, discount_total_discount from landed"
    expected = (
        {"product_name": "Elastic Compute Cloud"},
        {"user_Team": "a", "user_team": "b"},
        {},
        {"edp_discount": "-0.01"},
        Decimal("0.096"),
        "-0.01",
    )
    assert landed_query(settings, query) == [expected, expected]


def test_legacy_attributes_become_the_maps_of_cur_2(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    line = {LEGACY_NAMES[name]: CUR_LINE[name] for name in LEGACY_NAMES} | {
        "product/ProductName": "Elastic Compute Cloud",
        "product/clockSpeed": "",
        "product/region": "us-east-1",
        "product/regionCode": "",
        "product/instanceType": "m5.large",
        "resourceTags/user:Team": "a",
        "resourceTags/user:team": "b",
        "resourceTags/aws:createdBy": "c",
        "resourceTags/user:empty": "",
        "costCategory/Cost Center": "d",
        "discount/EdpDiscount": "-0.01",
        "savingsPlan/SavingsPlanARN": "arn:plan",
    }
    land("aws_cur", write_csv(tmp_path / "cur.csv", [line]))
    query = (
        f"select {MAPS}, product_region_code, product_instance_type,"
        " savings_plan_savings_plan_a_r_n from landed"
    )
    assert landed_query(settings, query) == [
        (
            {"product_name": "Elastic Compute Cloud", "region": "us-east-1"},
            {"user_Team": "a", "user_team": "b", "aws_createdBy": "c"},
            {"Cost Center": "d"},
            {"EdpDiscount": "-0.01"},
            "us-east-1",
            "m5.large",
            "arn:plan",
        )
    ]


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("lineItem/UnblendedCost", "line_item_unblended_cost"),
        ("identity/LineItemId", "identity_line_item_id"),
        ("savingsPlan/SavingsPlanARN", "savings_plan_savings_plan_a_r_n"),
        ("savingsPlan/SavingsPlanArn", "savings_plan_savings_plan_a_r_n"),
        ("reservation/ReservationARN", "reservation_reservation_a_r_n"),
        ("pricing/publicOnDemandCost", "pricing_public_on_demand_cost"),
        ("product/servicecode", "product_servicecode"),
        ("splitLineItem/ParentResourceId", "split_line_item_parent_resource_id"),
    ],
)
def test_legacy_names_become_the_names_of_cur_2(name: str, renamed: str) -> None:
    assert legacy_name(name) == renamed


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("SubAccountId", "sub_account_id"),
        ("x_SkuURL", "x_sku_url"),
        ("XMLName", "xml_name"),
        ("Some Words", "some_words"),
    ],
)
def test_names_become_snake_case(name: str, renamed: str) -> None:
    assert snake_case(name) == renamed


def gcp_line(cost: float = 10.5, **fields: Any) -> dict[str, Any]:
    return {
        "billing_account_id": "0123",
        "service": {"id": "6F81", "description": "Compute Engine"},
        "sku": {"id": "A1", "description": "N2 core"},
        "usage_start_time": "2024-12-31 08:00:00 UTC",
        "usage_end_time": "2024-12-31 09:00:00 UTC",
        "project": {"id": "shop", "labels": [{"key": "team", "value": "a"}]},
        "labels": [{"key": "env", "value": "prod"}, {"key": "app", "value": "b"}],
        "cost": cost,
        "currency": "USD",
        "usage": {"amount": 3600.0, "unit": "seconds", "amount_in_pricing_units": 1.0},
        "invoice": {"month": "202501"},
        "cost_type": "regular",
        "price": {"effective_price": "0.031611", "tier_start_amount": "0"},
        "credits": [
            {"name": "CUD", "amount": -2.5, "type": "COMMITTED_USAGE_DISCOUNT"},
            {"name": "CUD", "amount": -1, "type": "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE"},
            {"name": "Trial", "amount": -0.25, "type": "PROMOTION"},
            {"name": "SUD", "amount": -0.1, "type": "SUSTAINED_USAGE_DISCOUNT"},
        ],
    } | fields


def write_jsonl(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


GCP_COLUMNS = (
    "service_description, project_labels, labels, usage_amount, price_effective_price,"
    " usage_start_time::varchar, credits_amount, commitment_credits_amount,"
    " promotion_credits_amount, billing_period, price_tier_start_amount"
)
GCP_ROW = (
    "Compute Engine",
    {"team": "a"},
    {"env": "prod", "app": "b"},
    Decimal(3600),
    Decimal("0.031611"),
    "2024-12-31 08:00:00",
    Decimal("-3.85"),
    Decimal("-3.5"),
    Decimal("-0.25"),
    "2025-01",
    "0",
)


def test_gcp_json_lines_are_flattened_and_credits_summed(
    tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    no_credits = gcp_line(cost=1e-7, credits=[], project=None, labels=[])
    path = write_jsonl(tmp_path / "bill.jsonl", [gcp_line(), no_credits])
    outcome = land("gcp_billing", path)
    assert outcome.landed[0].period.sums == {
        "cost": Decimal("10.5000001"),
        "credits_amount": Decimal("-3.85"),
        "commitment_credits_amount": Decimal("-3.5"),
        "promotion_credits_amount": Decimal("-0.25"),
    }
    assert landed_query(settings, f"select {GCP_COLUMNS} from landed where cost = 10.5") == [
        GCP_ROW
    ]
    query = "select credits_amount, labels, project_id from landed where cost < 1"
    assert landed_query(settings, query) == [(Decimal(0), {}, None)]


@pytest.mark.parametrize("name", ["bill.jsonl.gz", "bill.parquet"])
def test_gcp_exports_land_alike_in_every_packing(
    name: str, tmp_path: Path, land: Ingest, settings: Settings
) -> None:
    plain = write_jsonl(tmp_path / "plain.jsonl", [gcp_line()])
    path = tmp_path / name
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        duckdb.sql(f"copy (from read_json('{plain}')) to '{path}' (format parquet)")
    land("gcp_billing", path)
    assert landed_query(settings, f"select {GCP_COLUMNS} from landed") == [GCP_ROW]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"cost": "ten"}, 'data row 2: column cost: "ten" is not a number'),
        ({"invoice": {"month": "2025-01"}}, 'invoice.month: "2025-01" is not a month as YYYYMM'),
        ({"credits": [{"amount": "x", "type": "y"}]}, "column credits.amount: "),
    ],
)
def test_a_bad_gcp_line_is_named(
    fields: dict[str, Any], problem: str, tmp_path: Path, land: Ingest
) -> None:
    path = write_jsonl(tmp_path / "bill.jsonl", [gcp_line(), gcp_line(**fields)])
    with pytest.raises(InputError) as refusal:
        land("gcp_billing", path)
    assert problem in str(refusal.value)
