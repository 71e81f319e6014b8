-- The rows of fct_costs_daily straight from the landed files: what one would write by hand for this
-- bill, with no layers, no rules as data and no other grain. Nothing that gives the same is faster.
create or replace table hand_written_mart as

with

lines_by_tag as (

    select
        cast(line_item_usage_start_date as date) as charge_date,
        map_values(resource_tags)[list_position(map_keys(resource_tags), 'user_team')] as team,
        map_values(resource_tags)[list_position(map_keys(resource_tags), 'user_environment')]
            as environment_tag,
        coalesce(
            map_values(product)[list_position(map_keys(product), 'product_name')],
            line_item_product_code
        ) as service_name,
        sum(cast(line_item_unblended_cost as decimal(24, 10))) as billed_cost,
        sum(cast(
            case
                when line_item_line_item_type = 'SavingsPlanCoveredUsage'
                    then savings_plan_savings_plan_effective_cost
                else line_item_unblended_cost
            end as decimal(24, 10)
        )) as effective_cost,
        sum(cast(pricing_public_on_demand_cost as decimal(24, 10))) as list_cost
    from read_parquet('{landing}/aws/aws_cur_lines/*/*/*.parquet')
    group by all

)

select
    charge_date,
    cast(date_trunc('month', charge_date) as date) as original_charge_month,
    coalesce(lower(trim(team)), 'unallocated') as owner_id,
    md5(concat('AWS|', service_name)) as service_key,
    'AWS' as provider_name,
    service_name,
    coalesce(environment, 'unknown') as environment,
    'usage' as cost_type,
    'USD' as reporting_currency,
    cast(sum(billed_cost) as decimal(24, 10)) as billed_cost,
    cast(sum(effective_cost) as decimal(24, 10)) as effective_cost,
    cast(sum(list_cost) as decimal(24, 10)) as list_cost,
    cast(sum(billed_cost) as decimal(24, 10)) as contracted_cost
from lines_by_tag
left join '{seeds}/charges/environment_names.csv' as environment_names
    on lower(trim(environment_tag)) = environment_names.tag_value
group by all
