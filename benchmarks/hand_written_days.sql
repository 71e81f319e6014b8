-- The rows of int_charges_daily straight from the landed files: the same grain and the same columns,
-- with neither layers nor rules, and without the two keys that the project adds afterwards.
create or replace table days as

select
    cast(date_trunc('month', line_item_usage_start_date) as date) as billing_month,
    cast(line_item_usage_start_date as date) as charge_date,
    'aws' as source_name,
    'AWS' as provider_name,
    bill_payer_account_id as billing_account_id,
    max(bill_payer_account_name) as billing_account_name,
    line_item_usage_account_id as sub_account_id,
    max(line_item_usage_account_name) as sub_account_name,
    bill_invoice_id as invoice_id,
    cast(null as varchar) as service_category,
    coalesce(product['product_name'], line_item_product_code) as service_name,
    product_sku as sku_id,
    line_item_usage_type as sku_meter,
    product_region_code as region_id,
    'Usage' as charge_category,
    cast(null as varchar) as charge_class,
    case line_item_line_item_type
        when 'Usage' then 'Standard' when 'SavingsPlanCoveredUsage' then 'Committed'
    end as pricing_category,
    savings_plan_savings_plan_a_r_n as commitment_discount_id,
    case line_item_line_item_type when 'SavingsPlanCoveredUsage' then 'Used' end
        as commitment_discount_status,
    pricing_unit as consumed_unit,
    resource_tags['user_team'] as tag_team,
    resource_tags['user_environment'] as tag_environment,
    resource_tags['user_service'] as tag_service,
    resource_tags['user_cost_center'] as tag_cost_center,
    line_item_currency_code as billing_currency,
    cast(sum(cast(line_item_unblended_cost as decimal(24, 10))) as decimal(24, 10)) as billed_cost,
    cast(sum(cast(
        case
            when line_item_line_item_type = 'SavingsPlanCoveredUsage'
                then savings_plan_savings_plan_effective_cost
            else line_item_unblended_cost
        end as decimal(24, 10)
    )) as decimal(24, 10)) as effective_cost,
    cast(sum(cast(pricing_public_on_demand_cost as decimal(24, 10))) as decimal(24, 10))
        as list_cost,
    cast(sum(cast(line_item_unblended_cost as decimal(24, 10))) as decimal(24, 10))
        as contracted_cost,
    cast(sum(cast(line_item_usage_amount as decimal(38, 12))) as decimal(38, 12))
        as consumed_quantity,
    count(*) as charge_count
from read_parquet('{landing}/aws/aws_cur_lines/*/*/*.parquet')
group by all
