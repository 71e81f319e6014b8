{#- Question, method and decision: docs/analyses/top_movers.md -#}
with

costs as (

    select * from {{ ref('fct_allocated_costs_daily') }}
    where cost_type = 'usage'

),

months_complete as (

    select {{ month_of('max(charge_date)') }} as open_month
    from costs

),

-- Per day, because months differ in length.
costs_by_month as (

    select
        costs.owner_id,
        costs.service_name,
        costs.reporting_currency,
        {{ month_of('costs.charge_date') }} as cost_month,
        cast(sum(costs.effective_cost) as double)
        / extract(day from max({{ dbt.last_day('costs.charge_date', 'month') }}))
            as effective_cost_per_day
    from costs
    inner join months_complete
        on costs.charge_date < months_complete.open_month
    group by all

),

changes as (

    select
        *,
        effective_cost_per_day - lag(effective_cost_per_day) over (
            partition by owner_id, service_name, reporting_currency order by cost_month
        ) as change_per_day,
        max(cost_month) over () as newest_month
    from costs_by_month

),

top_movers as (

    select
        owner_id,
        service_name,
        reporting_currency,
        max(case when cost_month = newest_month then change_per_day end) as change_per_day,
        max(case when cost_month < newest_month then abs(change_per_day) end)
            as largest_change_before_per_day,
        percentile_cont(0.9) within group (
            order by case when cost_month < newest_month then abs(change_per_day) end
        ) as usual_change_per_day,
        count(change_per_day) as month_count
    from changes
    group by owner_id, service_name, reporting_currency

)

select
    owner_id,
    service_name,
    reporting_currency,
    round(change_per_day, 2) as change_per_day,
    round(-usual_change_per_day, 2) as usual_lower_per_day,
    round(usual_change_per_day, 2) as usual_upper_per_day,
    abs(change_per_day) > largest_change_before_per_day as is_larger_than_ever,
    month_count
from top_movers
where change_per_day is not null
order by abs(change_per_day) desc, owner_id asc, service_name asc
