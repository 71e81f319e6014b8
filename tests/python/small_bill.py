"""A bill small enough to check by hand, that has one of everything conservation is about."""

import json
from typing import Any

from conftest import Row, focus_row, write_csv
from warehouse import Warehouse

GIB_HOUR_IN_BYTE_SECONDS = 3600 * 2**30


def aws_line(**cells: str) -> Row:
    row = {
        "identity_line_item_id": "line",
        "bill_payer_account_id": "payer",
        "bill_billing_period_start_date": "2025-01-01T00:00:00Z",
        "bill_billing_period_end_date": "2025-02-01T00:00:00Z",
        "line_item_usage_account_id": "account",
        "line_item_line_item_type": "Usage",
        "line_item_usage_start_date": "2025-01-01T00:00:00Z",
        "line_item_usage_end_date": "2025-01-01T01:00:00Z",
        "line_item_product_code": "AmazonEC2",
        "line_item_resource_id": "",
        "line_item_usage_type": "",
        "line_item_usage_amount": "1",
        "line_item_currency_code": "USD",
        "line_item_unblended_cost": "1",
        "pricing_public_on_demand_cost": "",
        "pricing_purchase_option": "",
        "reservation_reservation_a_r_n": "",
        "reservation_effective_cost": "",
        "reservation_amortized_upfront_cost_for_usage": "",
        "reservation_unused_amortized_upfront_fee_for_billing_period": "",
        "reservation_unused_recurring_fee": "",
        "reservation_start_time": "",
        "reservation_end_time": "",
        "savings_plan_amortized_upfront_commitment_for_billing_period": "",
        "savings_plan_start_time": "",
        "savings_plan_end_time": "",
        "savings_plan_payment_option": "",
        "savings_plan_savings_plan_a_r_n": "",
        "savings_plan_savings_plan_effective_cost": "",
        "savings_plan_total_commitment_to_date": "",
        "savings_plan_used_commitment": "",
        "split_line_item_parent_resource_id": "",
        "resource_tags": '{"user_team": "Ads", "user_environment": "prod"}',
    }
    return row | cells


def pod(**cells: str) -> Row:
    row = {
        "report_period_start": "2025-01-01 00:00:00 +0000 UTC",
        "report_period_end": "2025-02-01 00:00:00 +0000 UTC",
        "interval_start": "2025-01-01 00:00:00 +0000 UTC",
        "interval_end": "2025-01-01 00:59:59 +0000 UTC",
        "pod": "pod",
        "namespace": "shop",
        "node": "node",
        "resource_id": "i-1",
        "pod_usage_cpu_core_seconds": "1200",
        "pod_request_cpu_core_seconds": "3600",
        "pod_limit_cpu_core_seconds": "3600",
        "pod_usage_memory_byte_seconds": str(GIB_HOUR_IN_BYTE_SECONDS),
        "pod_request_memory_byte_seconds": str(GIB_HOUR_IN_BYTE_SECONDS),
        "pod_limit_memory_byte_seconds": str(GIB_HOUR_IN_BYTE_SECONDS),
        "node_capacity_cpu_cores": "7",
        "node_capacity_cpu_core_seconds": str(7 * 3600),
        "node_capacity_memory_bytes": str(3 * 2**30),
        "node_capacity_memory_byte_seconds": str(3 * GIB_HOUR_IN_BYTE_SECONDS),
        "pod_labels": "label_app:web",
    }
    return row | cells


def volume(**cells: str) -> Row:
    row = {
        "report_period_start": "2025-01-01 00:00:00 +0000 UTC",
        "report_period_end": "2025-02-01 00:00:00 +0000 UTC",
        "interval_start": "2025-01-01 00:00:00 +0000 UTC",
        "interval_end": "2025-01-01 00:59:59 +0000 UTC",
        "namespace": "shop",
        "pod": "pod",
        "node": "node",
        "persistentvolumeclaim": "data",
        "persistentvolume": "volume",
        "storageclass": "gp3",
        "csi_driver": "ebs.csi.aws.com",
        "csi_volume_handle": "vol-1",
        "persistentvolumeclaim_capacity_bytes": str(2**30),
        "persistentvolumeclaim_capacity_byte_seconds": str(GIB_HOUR_IN_BYTE_SECONDS),
        "volume_request_storage_byte_seconds": str(GIB_HOUR_IN_BYTE_SECONDS),
        "persistentvolumeclaim_usage_byte_seconds": "0",
        "persistentvolume_labels": "",
        "persistentvolumeclaim_labels": "",
    }
    return row | cells


def host(**cells: str) -> Row:
    """Return a day of the machine that a query engine runs on."""
    row = {
        "interval_start": "2025-01-01T00:00:00Z",
        "host_id": "i-2",
        "cluster_id": "trino-main",
        "host_role": "query_engine",
        "cpu_capacity_core_seconds": str(7 * 3600),
        "cpu_used_core_seconds": str(3 * 3600),
        "memory_capacity_byte_seconds": str(3 * GIB_HOUR_IN_BYTE_SECONDS),
        "gpu_capacity_seconds": "3600",
        "gpu_used_seconds": "1200",
    }
    return row | cells


def query(**cells: str) -> Row:
    row = {
        "started_at": "2025-01-01T10:00:00Z",
        "query_id": "1",
        "engine": "trino",
        "cluster_id": "trino-main",
        "user_name": "svc-shop",
        "queue_name": "global.adhoc",
        "service_name": "shop",
        "query_class": "scheduled",
        "cpu_seconds": "3600",
        "memory_gib_seconds": "3600",
        "input_bytes": str(2**30),
    }
    return row | cells


def stored(prefix: str, size_bytes: str, request_count: str) -> Row:
    return {
        "inventory_at": "2025-01-05T04:00:00Z",
        "store": "shop-media",
        "prefix": prefix,
        "storage_class": "STANDARD",
        "size_bytes": size_bytes,
        "request_count": request_count,
    }


def reservation(**cells: str) -> Row:
    """Return a line of a reservation that was partly paid upfront and ran for three days."""
    row = {
        "bill_billing_period_start_date": "2024-12-01T00:00:00Z",
        "bill_billing_period_end_date": "2025-01-01T00:00:00Z",
        "line_item_usage_start_date": "2024-12-05T00:00:00Z",
        "line_item_usage_end_date": "2024-12-08T00:00:00Z",
        "reservation_reservation_a_r_n": "reservation",
        "reservation_start_time": "2024-12-05T00:00:00Z",
        "reservation_end_time": "2024-12-07T23:59:59Z",
    }
    return aws_line(**row | cells)


def prepaid(**cells: str) -> Row:
    """Return a FOCUS row of a commitment that was paid at once and ran for two days."""
    row = {
        "BillingCurrency": "EUR",
        "BillingPeriodStart": "2024-12-01T00:00:00Z",
        "BillingPeriodEnd": "2025-01-01T00:00:00Z",
        "ChargePeriodStart": "2024-12-05T00:00:00Z",
        "ChargePeriodEnd": "2024-12-06T00:00:00Z",
        "ChargeFrequency": "Usage-Based",
        "CommitmentDiscountId": "prepaid",
        "CommitmentDiscountStatus": "",
    }
    return focus_row(**row | cells)


def google_line(sku: str, cost: str, credit: str, quantity: str, **fields: Any) -> dict[str, Any]:
    return {
        "billing_account_id": "0123",
        "service": {"id": "6F81", "description": "Compute Engine"},
        "sku": {"id": sku, "description": sku},
        "usage_start_time": "2025-01-05 00:00:00 UTC",
        "usage_end_time": "2025-01-06 00:00:00 UTC",
        "project": {"id": "shop"},
        "labels": [{"key": "team", "value": "ads"}],
        "cost": cost,
        "currency": "USD",
        "usage": {"amount": quantity, "unit": "hour", "amount_in_pricing_units": quantity},
        "invoice": {"month": "202501"},
        "cost_type": "regular",
        "price": {"effective_price": "3"},
        "credits": [{"name": "CUD", "amount": credit, "type": "COMMITTED_USAGE_DISCOUNT"}],
        "subscription_instance_id": None,
    } | fields


AWS_LINES = [
    aws_line(line_item_resource_id="i-1", line_item_unblended_cost="1"),
    # A day on which the node is billed and runs no pod.
    aws_line(
        line_item_resource_id="i-1",
        line_item_usage_start_date="2025-01-02T00:00:00Z",
        line_item_usage_end_date="2025-01-02T01:00:00Z",
        line_item_unblended_cost="2",
    ),
    # What moves through the node, on a day on which its pods say how much, and on one without pods.
    *(
        aws_line(
            line_item_product_code="AWSDataTransfer",
            line_item_resource_id="i-1",
            line_item_usage_type="USE1-DataTransfer-Regional-Bytes",
            line_item_usage_start_date=f"2025-01-0{day}T00:00:00Z",
            line_item_usage_end_date=f"2025-01-0{day}T01:00:00Z",
            line_item_unblended_cost=cost,
        )
        for day, cost in (("1", "0.5"), ("2", "0.1"))
    ),
    # The split line explains its parent and must not be added to it.
    aws_line(
        line_item_resource_id="pod-1",
        split_line_item_parent_resource_id="i-1",
        line_item_unblended_cost="0.4",
    ),
    # A volume on a day on which it is metered, and on one on which it is not.
    *(
        aws_line(
            line_item_resource_id="vol-1",
            line_item_usage_start_date=f"2025-01-0{day}T00:00:00Z",
            line_item_usage_end_date=f"2025-01-0{day}T01:00:00Z",
            line_item_unblended_cost=cost,
        )
        for day, cost in (("1", "0.06"), ("2", "0.04"))
    ),
    # A query engine on a day with queries, on one without, and on one that no meter saw.
    *(
        aws_line(
            line_item_resource_id="i-2",
            line_item_usage_start_date=f"2025-01-0{day}T00:00:00Z",
            line_item_usage_end_date=f"2025-01-0{day}T01:00:00Z",
            line_item_unblended_cost=cost,
        )
        for day, cost in (("1", "1"), ("2", "0.7"), ("3", "0.3"))
    ),
    # A bucket with an inventory, and one without.
    *(
        aws_line(
            line_item_product_code="AmazonS3",
            line_item_resource_id=bucket,
            line_item_usage_type=usage_type,
            line_item_unblended_cost=cost,
        )
        for bucket, usage_type, cost in (
            ("shop-media", "TimedStorage-ByteHrs", "1"),
            ("shop-media", "Requests-Tier1", "0.1"),
            ("shop-media", "EarlyDelete-SIA", "0.2"),
            ("forgotten", "TimedStorage-ByteHrs", "0.7"),
        )
    ),
    aws_line(
        line_item_line_item_type="SavingsPlanCoveredUsage",
        line_item_unblended_cost="10",
        pricing_public_on_demand_cost="12",
        savings_plan_savings_plan_a_r_n="plan",
        savings_plan_savings_plan_effective_cost="6",
    ),
    aws_line(
        line_item_line_item_type="SavingsPlanNegation",
        line_item_unblended_cost="-10",
        savings_plan_savings_plan_a_r_n="plan",
    ),
    aws_line(
        line_item_line_item_type="SavingsPlanRecurringFee",
        line_item_unblended_cost="7",
        savings_plan_savings_plan_a_r_n="plan",
        savings_plan_total_commitment_to_date="7",
        savings_plan_used_commitment="6",
    ),
    aws_line(line_item_line_item_type="Tax", line_item_unblended_cost="3", resource_tags=""),
    reservation(line_item_line_item_type="Fee", line_item_unblended_cost="6"),
    reservation(
        line_item_line_item_type="DiscountedUsage",
        line_item_usage_end_date="2024-12-05T01:00:00Z",
        line_item_unblended_cost="0",
        pricing_public_on_demand_cost="12",
        reservation_effective_cost="8",
        reservation_amortized_upfront_cost_for_usage="5",
    ),
    reservation(
        line_item_line_item_type="RIFee",
        line_item_unblended_cost="4",
        reservation_unused_amortized_upfront_fee_for_billing_period="1",
        reservation_unused_recurring_fee="1",
    ),
]
FOCUS_ROWS = [
    prepaid(CommitmentDiscountId=""),
    prepaid(
        ChargeCategory="Purchase",
        ChargeFrequency="One-Time",
        ChargePeriodEnd="2024-12-07T00:00:00Z",
        BilledCost="10",
        EffectiveCost="0",
        ListCost="10",
        ContractedCost="10",
    ),
    prepaid(CommitmentDiscountStatus="Used", BilledCost="0", EffectiveCost="6"),
    prepaid(
        CommitmentDiscountStatus="Unused",
        ChargePeriodStart="2024-12-06T00:00:00Z",
        ChargePeriodEnd="2024-12-07T00:00:00Z",
        BilledCost="0",
        EffectiveCost="4",
    ),
]
# What two platforms cost on a day, and what nobody owns.
FOCUS_ROWS += [
    focus_row(
        BillingCurrency="EUR",
        ChargePeriodEnd="2025-01-02T00:00:00Z",
        ChargeFrequency="Usage-Based",
        EffectiveCost=cost,
        Tags=tags,
    )
    for cost, tags in (
        ("0.7", '{"service": "kafka"}'),
        ("0.2", '{"service": "cache"}'),
        ("0.3", "{}"),
    )
]
# The commitment is for nine hours, of which usage took six.
GOOGLE_LINES = [
    google_line(
        "Commitment v1: N2 Core in Americas for 1 Year",
        "10",
        "0",
        "9",
        subscription_instance_id="subscription",
    ),
    google_line("N2 Instance Core running in Americas", "9", "-9", "3"),
    google_line("N2 Instance Core running in Americas", "12", "-9", "4", project={"id": "ads"}),
]
# The invoice of AWS shows 2 of credits apart that the bill has inside usage. The other one is for a
# month that has no bill.
INVOICES = [
    {
        "billing_period_start": f"{month}-01T00:00:00Z",
        "invoice_id": number,
        "invoice_issuer_name": "AWS",
        "billing_account_id": "payer",
        "invoice_issued_at": "2025-03-05T00:00:00Z",
        "charge_category": category,
        "billing_currency": "USD",
        "billed_cost": cost,
    }
    for month, number, category, cost in (
        ("2025-01", "1", "Usage", "9.1"),
        ("2025-01", "1", "Purchase", "7"),
        ("2025-01", "1", "Tax", "3"),
        ("2025-01", "1", "Credit", "-2"),
        ("2025-02", "2", "Usage", "4"),
    )
]
PODS = [
    pod(pod_network_received_bytes=str(2**30), pod_network_sent_bytes=""),
    pod(
        pod="other",
        namespace="search",
        pod_labels="label_app:index",
        pod_network_received_bytes=str(2**30),
        pod_network_sent_bytes=str(2**30),
    ),
]
VOLUMES = [volume(), volume(namespace="search", persistentvolumeclaim="index")]
# Two platforms that use each other, one of them itself as well; thirds do not end.
PLATFORM_USAGE = [
    {
        "usage_start": "2025-01-01T00:00:00Z",
        "usage_end": "2025-01-02T00:00:00Z",
        "platform": platform,
        "meter": "requests",
        "consumer": consumer,
        "consumer_type": kind,
        "quantity": quantity,
        "quantity_unit": "request",
    }
    for platform, consumer, kind, quantity in (
        ("cache", "cache", "platform", "5"),
        ("cache", "kafka", "platform", "1"),
        ("cache", "shop", "service", "1"),
        ("cache", "ads", "service", "1"),
        ("kafka", "cache", "platform", "1"),
        ("kafka", "shop", "service", "2"),
    )
]

# The node of the pods has a meter of its own, too, and must count once.
HOSTS = [
    host(),
    host(interval_start="2025-01-02T00:00:00Z", cpu_used_core_seconds=""),
    host(host_id="i-1", cluster_id="", host_role="worker"),
]
QUERIES = [
    query(),
    query(query_id="2", user_name="ann", service_name="", query_class="adhoc", cpu_seconds="7200"),
]

STORED = [stored("images/", "2000", "1"), stored("videos/", "1000", "6")]

# A budget that nobody has approved, one in another currency, and a transfer.
BUDGETS = [
    {
        "budget_month_at": "2025-01-01T00:00:00Z",
        "budget_version": version,
        "version_kind": kind,
        "approved_at": approved_at,
        "owner_id": owner,
        "account_class": "production",
        "budget_currency": currency,
        "budget_cost": cost,
    }
    for version, kind, approved_at, owner, currency, cost in (
        ("2025", "original", "2024-12-15T15:00:00Z", "ads", "USD", "30"),
        ("2025", "original", "", "shop", "USD", "20"),
        ("2025", "original", "2024-12-15T15:00:00Z", "search", "EUR", "20"),
        ("2025-move", "transfer", "2025-01-02T15:00:00Z", "ads", "USD", "-7"),
        ("2025-move", "transfer", "2025-01-02T15:00:00Z", "shop", "USD", "7"),
    )
]


def land_small_bill(warehouse: Warehouse) -> None:
    """Ingest AWS and its invoices, FOCUS in euros, Google Cloud, meters, and budgets."""
    folder = warehouse.folder
    warehouse.land("aws_cur", write_csv(folder / "aws.csv", AWS_LINES), source="aws")
    warehouse.land("focus", write_csv(folder / "focus.csv", FOCUS_ROWS), source="cloud")
    google = folder / "google.jsonl"
    google.write_text("".join(json.dumps(line) + "\n" for line in GOOGLE_LINES))
    warehouse.land("gcp_billing", google, source="google")
    warehouse.land("invoices", write_csv(folder / "invoices.csv", INVOICES), source="finance")
    warehouse.land("kubernetes", write_csv(folder / "pods.csv", PODS), source="cluster")
    warehouse.land("kubernetes", write_csv(folder / "volumes.csv", VOLUMES), source="cluster")
    warehouse.land("hosts", write_csv(folder / "hosts.csv", HOSTS), source="machines")
    warehouse.land("queries", write_csv(folder / "queries.csv", QUERIES), source="engines")
    usage = write_csv(folder / "usage.csv", PLATFORM_USAGE)
    warehouse.land("usage", usage, source="platforms")
    warehouse.land("storage", write_csv(folder / "stored.csv", STORED), source="buckets")
    warehouse.land("budgets", write_csv(folder / "budgets.csv", BUDGETS), source="plans")
