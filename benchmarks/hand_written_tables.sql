-- The rows of int_charges_daily straight from the landed files, and of fct_costs_daily from them: what
-- one would write by hand for this bill, with no layers and no rules as data. Lines are summed by the
-- columns of the files, and what follows from those is derived from the sums. No faster form is known.
create or replace table hand_written_days as

with

lines_by_day as (

    select
        billing_period,
        cast(line_item_usage_start_date as date) as charge_date,
        bill_payer_account_id,
        line_item_usage_account_id,
        bill_invoicing_entity,
        bill_invoice_id,
        line_item_line_item_type,
        line_item_product_code,
        map_values(product)[list_position(map_keys(product), 'product_name')] as product_name,
        product_sku,
        line_item_usage_type,
        product_region_code,
        pricing_term,
        pricing_unit,
        coalesce(pricing_public_on_demand_cost, 0) <> 0 as is_list_priced,
        savings_plan_savings_plan_a_r_n,
        map_values(resource_tags)[list_position(map_keys(resource_tags), 'user_team')] as tag_team,
        map_values(resource_tags)[list_position(map_keys(resource_tags), 'user_environment')]
            as tag_environment,
        map_values(resource_tags)[list_position(map_keys(resource_tags), 'user_service')]
            as tag_service,
        map_values(resource_tags)[list_position(map_keys(resource_tags), 'user_cost_center')]
            as tag_cost_center,
        line_item_currency_code,
        any_value(bill_payer_account_name) as billing_account_name,
        any_value(line_item_usage_account_name) as sub_account_name,
        sum(cast(line_item_unblended_cost as decimal(24, 10))) as unblended_cost,
        sum(cast(savings_plan_savings_plan_effective_cost as decimal(24, 10))) as plan_cost,
        sum(cast(pricing_public_on_demand_cost as decimal(24, 10))) as list_cost,
        sum(cast(line_item_usage_amount as decimal(38, 12))) as consumed_quantity,
        count(*) as charge_count
    from read_parquet('{landing}/aws/aws_cur_lines/*/*/*.parquet', hive_types_autocast = false)
    group by all

),

named_lines as (

    select
        *,
        line_item_line_item_type = 'SavingsPlanCoveredUsage' as is_covered,
        coalesce(product_name, line_item_product_code) as service_name
    from lines_by_day

)

select
    cast(billing_period || '-01' as date) as billing_month,
    charge_date,
    charge_date as original_charge_date,
    md5(concat_ws(
        '|', 'aws', 'AWS', bill_payer_account_id, line_item_usage_account_id, sub_account_name,
        service_name, coalesce(product_region_code, ''), coalesce(tag_team, ''),
        coalesce(tag_environment, ''), coalesce(tag_service, ''), coalesce(tag_cost_center, ''), ''
    )) as attribute_profile_key,
    'aws' as source_name,
    'AWS' as provider_name,
    bill_payer_account_id as billing_account_id,
    line_item_usage_account_id as sub_account_id,
    bill_invoicing_entity as invoice_issuer_name,
    bill_invoice_id as invoice_id,
    null::varchar as service_category,
    service_name,
    product_sku as sku_id,
    line_item_usage_type as sku_meter,
    product_region_code as region_id,
    'Usage' as charge_category,
    null::varchar as charge_class,
    case
        when is_covered then 'Committed'
        when pricing_term = 'Spot' then 'Dynamic'
        else 'Standard'
    end as pricing_category,
    savings_plan_savings_plan_a_r_n as commitment_discount_id,
    case when is_covered then 'Used' end as commitment_discount_status,
    pricing_unit as consumed_unit,
    is_list_priced,
    tag_team,
    tag_environment,
    tag_service,
    tag_cost_center,
    line_item_currency_code as billing_currency,
    null::varchar as resource_label,
    billing_account_name,
    sub_account_name,
    cast(unblended_cost as decimal(24, 10)) as billed_cost,
    cast(if(is_covered, plan_cost, unblended_cost) as decimal(24, 10)) as effective_cost,
    cast(list_cost as decimal(24, 10)) as list_cost,
    cast(unblended_cost as decimal(24, 10)) as contracted_cost,
    consumed_quantity,
    charge_count
from named_lines;

create or replace table hand_written_costs as

with

months as (

    select
        service_name,
        sku_meter,
        region_id,
        billing_month,
        sum(effective_cost) as effective_cost,
        sum(contracted_cost) as contracted_cost
    from hand_written_days
    group by all

),

quarters as (

    select
        service_name,
        sku_meter,
        region_id,
        cast(date_trunc('quarter', billing_month) as date) as quarter_start_date,
        sum(effective_cost) as effective_cost,
        sum(contracted_cost) as contracted_cost,
        min_by(effective_cost, billing_month) as first_effective_cost,
        min_by(contracted_cost, billing_month) as first_contracted_cost
    from months
    group by all

),

-- A SKU costs what it cost in the quarter before, or in the first month.
rates as (

    select
        service_name,
        sku_meter,
        region_id,
        quarter_start_date,
        cast(
            cast(coalesce(
                lag(effective_cost) over sku, first_effective_cost
            ) as double)
            / cast(coalesce(lag(contracted_cost) over sku, first_contracted_cost) as double)
            as decimal(13, 12)
        ) as rate_ratio
    from quarters
    window sku as (
        partition by service_name, sku_meter, region_id order by quarter_start_date
    )

),

days_with_rate as (

    select
        days.*,
        cast(round(days.contracted_cost * rates.rate_ratio, 10) as decimal(24, 10))
            as rate_normalised_cost
    from hand_written_days as days
    inner join rates
        on
            days.service_name = rates.service_name
            and days.sku_meter = rates.sku_meter
            and days.region_id = rates.region_id
            and date_trunc('quarter', days.billing_month) = rates.quarter_start_date

)

select
    charge_date,
    cast(date_trunc('month', charge_date) as date) as original_charge_month,
    coalesce(lower(trim(tag_team)), 'unallocated') as owner_id,
    md5(concat('AWS|', service_name)) as service_key,
    'AWS' as provider_name,
    service_name,
    coalesce(environment, 'unknown') as environment,
    'usage' as cost_type,
    'USD' as reporting_currency,
    cast(sum(billed_cost) as decimal(24, 10)) as billed_cost,
    cast(sum(effective_cost) as decimal(24, 10)) as effective_cost,
    cast(sum(list_cost) as decimal(24, 10)) as list_cost,
    cast(sum(billed_cost) as decimal(24, 10)) as contracted_cost,
    cast(sum(rate_normalised_cost) as decimal(24, 10)) as rate_normalised_cost,
    cast(sum(effective_cost - rate_normalised_cost) as decimal(24, 10)) as rate_effect_cost
from days_with_rate
left join '{seeds}/charges/environment_names.csv' as environment_names
    on lower(trim(tag_environment)) = environment_names.tag_value
group by all
