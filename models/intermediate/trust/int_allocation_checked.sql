with

costs as (select * from {{ ref('int_costs_owned') }}),

thresholds as (select * from {{ ref('close_thresholds') }}),

costs_by_month as (

    select
        billing_month,
        sum(effective_cost) as effective_cost,
        sum(case when owner_id = 'unallocated' then effective_cost else 0 end) as unallocated_cost
    from costs
    group by billing_month

),

allocation as (

    select
        costs_by_month.billing_month,
        'allocation' as check_name,
        abs(costs_by_month.unallocated_cost)
        <= abs(costs_by_month.effective_cost) * coalesce(thresholds.highest_ratio, 0) as is_passed,
        concat(
            {{ cost_text('costs_by_month.unallocated_cost') }},
            ' of ',
            {{ cost_text('costs_by_month.effective_cost') }},
            ' {{ var("reporting_currency") }} is unallocated'
        ) as check_text
    from costs_by_month
    left join thresholds
        on
            thresholds.check_name = 'allocation'
            and costs_by_month.billing_month >= thresholds.valid_from_date
            and costs_by_month.billing_month
            < coalesce(thresholds.valid_to_date, {{ far_future() }})

)

select * from allocation
