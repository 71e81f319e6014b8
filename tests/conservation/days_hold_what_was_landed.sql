-- Every line of a delivery that counts is in int_charges_daily, with its billed cost, in the month
-- in which it counts. Each line is rounded once to ten places, so sums may differ by half a unit of
-- the last place per line.
with

landed_lines as (

    select
        source_name,
        'aws_cur_lines' as table_name,
        billing_month,
        delivery,
        case
            when split_line_item_parent_resource_id is null
                then coalesce(line_item_net_unblended_cost, line_item_unblended_cost)
        end as billed_cost
    from {{ source('aws_cur', 'lines') }}
    union all
    select
        source_name,
        'focus_charges' as table_name,
        billing_month,
        delivery,
        billed_cost
    from {{ source('focus', 'charges') }}
    union all
    select
        source_name,
        'gcp_billing_lines' as table_name,
        billing_month,
        delivery,
        cost + coalesce(credits_amount, 0) as billed_cost
    from {{ source('gcp_billing', 'lines') }}

),

landed as (

    select
        landed_lines.source_name,
        postings.posting_month as billing_month,
        -- Not multiplied by the sign: a product of so many places keeps fewer of them.
        sum(
            case
                when postings.posting_sign > 0 then landed_lines.billed_cost
                else -landed_lines.billed_cost
            end
        ) as billed_cost,
        count(*) as charge_count
    from landed_lines
    inner join {{ ref('stg_landing__postings') }} as postings
        on
            landed_lines.source_name = postings.source_name
            and landed_lines.table_name = postings.table_name
            and landed_lines.billing_month = postings.billing_month
            and landed_lines.delivery = postings.delivery
    group by landed_lines.source_name, postings.posting_month

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
