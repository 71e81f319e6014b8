"""Write CUR-like Parquet (40 columns, tags as a map) into a landing folder, month by month.

The rows are deterministic: every value is a function of the line number. A line is one resource,
one usage type and one hour, so a day of one resource collapses 24 to 1 as it does in a real bill.
"""

import argparse
from pathlib import Path

import duckdb

LINES_PER_MONTH = """
copy (
    with

    resources as (

        select
            resource_number,
            hash(resource_number) as seed,
            resource_number % 97 as team_number,
            resource_number % 40 as account_number,
            resource_number % 60 as usage_number,
            resource_number % 11 as region_number
        from (select unnest(range({resource_count}))) as numbers(resource_number)

    ),

    hours as (

        select cast(date '{month}-01' as timestamp) + to_hours(hour_number) as usage_hour_at
        from (
            select unnest(range({hour_count})) as hour_number
        )

    )

    select
        md5(concat(resources.resource_number, '-', hours.usage_hour_at)) as identity_line_item_id,
        strftime(hours.usage_hour_at, '%Y-%m-%dT%H:00:00Z') as identity_time_interval,
        null::varchar as bill_invoice_id,
        'Amazon Web Services, Inc.' as bill_invoicing_entity,
        'AWS' as bill_billing_entity,
        'Anniversary' as bill_bill_type,
        '999999999999' as bill_payer_account_id,
        'bench-payer' as bill_payer_account_name,
        timestamp '{month}-01 00:00:00' as bill_billing_period_start_date,
        timestamp '{month}-01 00:00:00' + interval 1 month as bill_billing_period_end_date,
        lpad(resources.account_number::varchar, 12, '1') as line_item_usage_account_id,
        concat('account-', resources.account_number) as line_item_usage_account_name,
        case when resources.usage_number % 5 = 0 then 'SavingsPlanCoveredUsage' else 'Usage' end
            as line_item_line_item_type,
        hours.usage_hour_at as line_item_usage_start_date,
        hours.usage_hour_at + interval 1 hour as line_item_usage_end_date,
        concat('AmazonService', resources.usage_number % 20) as line_item_product_code,
        concat('UsageType:', resources.usage_number) as line_item_usage_type,
        concat('Operation', resources.usage_number % 6) as line_item_operation,
        concat('region-', resources.region_number, 'a') as line_item_availability_zone,
        concat('i-', lpad(to_hex(resources.seed), 17, '0')) as line_item_resource_id,
        1.0 + (resources.seed % 100)::double / 100 as line_item_usage_amount,
        'USD' as line_item_currency_code,
        (resources.seed % 900)::double / 1000 as line_item_unblended_rate,
        ((resources.seed + hour(hours.usage_hour_at)) % 100000)::double / 70000
            as line_item_unblended_cost,
        concat('charge for usage type ', resources.usage_number) as line_item_line_item_description,
        null::varchar as line_item_tax_type,
        'Amazon Web Services, Inc.' as line_item_legal_entity,
        map {{'product_name': concat('Amazon Service ', resources.usage_number % 20)}} as product,
        concat('region-', resources.region_number) as product_region_code,
        concat('AmazonService', resources.usage_number % 20) as product_servicecode,
        concat('SKU', resources.usage_number) as product_sku,
        concat('family', resources.usage_number % 7) as product_product_family,
        ((resources.seed + hour(hours.usage_hour_at)) % 100000)::double / 60000
            as pricing_public_on_demand_cost,
        (resources.seed % 900)::double / 900 as pricing_public_on_demand_rate,
        'OnDemand' as pricing_term,
        'Hrs' as pricing_unit,
        case
            when resources.usage_number % 5 = 0
                then concat('arn:aws:savingsplans::999999999999:savingsplan/', resources.usage_number)
        end as savings_plan_savings_plan_a_r_n,
        case
            when resources.usage_number % 5 = 0
                then ((resources.seed + hour(hours.usage_hour_at)) % 100000)::double / 100000
        end as savings_plan_savings_plan_effective_cost,
        null::double as reservation_effective_cost,
        map {{
            'user_team': concat('team-', resources.team_number),
            'user_environment': ['prod', 'staging', 'dev'][1 + resources.team_number % 3],
            'user_service': concat('service-', resources.team_number, '-', resources.usage_number % 4),
            'user_name': concat('host-', resources.resource_number),
        }} as resource_tags
    from hours
    cross join resources
) to '{path}' (format parquet, compression zstd, row_group_size 122880)
"""


def main() -> None:
    """Write `--lines` lines spread evenly over `--months` months that start at `--first-month`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--first-year", type=int, default=2025)
    parser.add_argument("--landing", type=Path, required=True)
    arguments = parser.parse_args()
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    for index in range(arguments.months):
        month = f"{arguments.first_year + index // 12}-{index % 12 + 1:02d}"
        hour_count = 24 * 28
        folder = arguments.landing / f"aws/aws_cur_lines/billing_period={month}/delivery=20260101T000000Z"
        folder.mkdir(parents=True, exist_ok=True)
        connection.execute(
            LINES_PER_MONTH.format(
                month=month,
                hour_count=hour_count,
                resource_count=round(arguments.lines / arguments.months / hour_count),
                path=folder / "part-0.parquet",
            )
        )
        print(f"{month} written", flush=True)


if __name__ == "__main__":
    main()
