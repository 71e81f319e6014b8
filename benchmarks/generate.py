"""Write bills as AWS writes them: 40 columns of a Cost and Usage Report, tags as a map.

Every value is a function of the number of its resource and its hour, so a bill is the same each
time. A line is one resource in one hour: a day of a resource folds 24 lines into one.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

HOURS_PER_MONTH = 24 * 28
FIRST_DELIVERY = "20260101T000000Z"

BILL_OF_ONE_MONTH = """
copy (
    with

    resources as materialized (

        select
            hash(resource_number) % 100000 as seed,
            usage_number % 5 = 0 as is_covered,
            null::varchar as bill_invoice_id,
            'Amazon Web Services, Inc.' as bill_invoicing_entity,
            'AWS' as bill_billing_entity,
            'Anniversary' as bill_bill_type,
            '999999999999' as bill_payer_account_id,
            'bench-payer' as bill_payer_account_name,
            timestamp '{month}-01' as bill_billing_period_start_date,
            timestamp '{month}-01' + interval 1 month as bill_billing_period_end_date,
            lpad(account_number::varchar, 12, '1') as line_item_usage_account_id,
            concat('account-', account_number) as line_item_usage_account_name,
            case when is_covered then 'SavingsPlanCoveredUsage' else 'Usage' end
                as line_item_line_item_type,
            concat('AmazonService', usage_number % 20) as line_item_product_code,
            concat('UsageType:', usage_number) as line_item_usage_type,
            concat('Operation', usage_number % 6) as line_item_operation,
            concat('region-', region_number, 'a') as line_item_availability_zone,
            concat('i-', lpad(to_hex(hash(resource_number)), 17, '0')) as line_item_resource_id,
            1 + (seed % 100)::double / 100 as line_item_usage_amount,
            'USD' as line_item_currency_code,
            (seed % 900)::double / 1000 as line_item_unblended_rate,
            concat('charge for usage type ', usage_number) as line_item_line_item_description,
            null::varchar as line_item_tax_type,
            'Amazon Web Services, Inc.' as line_item_legal_entity,
            map {{'product_name': concat('Amazon Service ', usage_number % 20)}} as product,
            concat('region-', region_number) as product_region_code,
            concat('AmazonService', usage_number % 20) as product_servicecode,
            concat('SKU', usage_number) as product_sku,
            concat('family', usage_number % 7) as product_product_family,
            (seed % 900)::double / 900 as pricing_public_on_demand_rate,
            'OnDemand' as pricing_term,
            'Hrs' as pricing_unit,
            case
                when is_covered
                    then concat('arn:aws:savingsplans::999999999999:savingsplan/', usage_number)
            end as savings_plan_savings_plan_a_r_n,
            null::double as reservation_effective_cost,
            map {{
                'user_team': concat('team-', team_number),
                'user_environment': ['prod', 'staging', 'dev'][1 + team_number % 3],
                'user_service': concat('service-', team_number, '-', usage_number % 4),
                'user_name': concat('host-', resource_number)
            }} as resource_tags
        from (
            select
                resource_number,
                resource_number % 97 as team_number,
                resource_number % 40 as account_number,
                resource_number % 60 as usage_number,
                resource_number % 11 as region_number
            from range({resource_count}) as numbers(resource_number)
        )

    ),

    hours as materialized (

        select
            hour_number,
            timestamp '{month}-01' + to_hours(hour_number) as line_item_usage_start_date,
            line_item_usage_start_date + interval 1 hour as line_item_usage_end_date,
            strftime(line_item_usage_start_date, '%Y-%m-%dT%H:00:00Z') as identity_time_interval
        from range({hour_count}) as numbers(hour_number)

    )

    select
        resources.* exclude (seed, is_covered),
        hours.* exclude (hour_number),
        to_hex(hash(line_item_resource_id, hour_number)) as identity_line_item_id,
        ((seed + hour_number) % 100000)::double / 70000 as line_item_unblended_cost,
        ((seed + hour_number) % 100000)::double / 60000 as pricing_public_on_demand_cost,
        case when is_covered then ((seed + hour_number) % 100000)::double / 100000 end
            as savings_plan_savings_plan_effective_cost
    from hours
    cross join resources
) to '{path}' (format parquet, compression snappy)
"""


def months_of_a_year() -> list[str]:
    """Return the billing periods of a bill, as YYYY-MM."""
    return [f"2025-{month:02d}" for month in range(1, 13)]


def write_bill(
    landing: Path, lines_per_month: int, months: Iterable[str], delivery: str = FIRST_DELIVERY
) -> None:
    """Write one delivery of each month, of about so many lines, into a landing folder."""
    with duckdb.connect() as session:
        session.execute("set preserve_insertion_order = false")
        for month in months:
            period = landing / "aws" / "aws_cur_lines" / f"billing_period={month}"
            folder = period / f"delivery={delivery}"
            folder.mkdir(parents=True)
            session.execute(
                BILL_OF_ONE_MONTH.format(
                    month=month,
                    hour_count=HOURS_PER_MONTH,
                    resource_count=round(lines_per_month / HOURS_PER_MONTH),
                    path=folder / "part-0.parquet",
                )
            )
