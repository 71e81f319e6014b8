-- Every line of the current deliveries is in int_charges_daily, with its billed cost. Each line is
-- rounded once to ten places, so the sums may differ by half a unit of the last place per line.
with

landed_lines as (

    select
        source_name,
        billing_month,
        case
            when split_line_item_parent_resource_id is null
                then coalesce(line_item_net_unblended_cost, line_item_unblended_cost)
        end as billed_cost
    from {{ source('aws_cur', 'lines') }}
    union all
    select
        source_name,
        billing_month,
        billed_cost
    from {{ source('focus', 'charges') }}
    union all
    select
        source_name,
        billing_month,
        cost + coalesce(credits_amount, 0) as billed_cost
    from {{ source('gcp_billing', 'lines') }}

),

landed as (

    select
        source_name,
        billing_month,
        sum(billed_cost) as billed_cost,
        count(*) as charge_count
    from landed_lines
    group by source_name, billing_month

),

days as (

    select
        source_name,
        billing_month,
        sum(billed_cost) as billed_cost,
        sum(charge_count) as charge_count
    from {{ ref('int_charges_daily') }}
    group by source_name, billing_month

)

select
    coalesce(landed.source_name, days.source_name) as source_name,
    coalesce(landed.billing_month, days.billing_month) as billing_month,
    landed.charge_count as landed_count,
    days.charge_count,
    landed.billed_cost as landed_cost,
    days.billed_cost
from landed
full outer join days
    on landed.source_name = days.source_name and landed.billing_month = days.billing_month
where
    landed.charge_count is distinct from days.charge_count
    or abs(coalesce(landed.billed_cost, 0) - coalesce(days.billed_cost, 0))
    > landed.charge_count * 0.00000000005 + {{ var('money_tolerance') }}
