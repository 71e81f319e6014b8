{%- set pace_days = 28 -%}

with

costs as (select * from {{ ref('int_budget_owner_costs_daily') }}),

periods as (select * from {{ ref('int_forecast_periods') }}),

-- Four weeks are as many of each weekday.
costs_of_weeks as (

    select
        costs.owner_id,
        costs.account_class,
        periods.as_of_date,
        sum(costs.effective_cost) as effective_cost,
        sum(costs.allocated_effective_cost) as allocated_effective_cost
    from costs
    inner join periods
        on
            periods.period_name = 'month'
            and costs.charge_date <= periods.as_of_date
            and costs.charge_date
            > cast({{ dbt.dateadd('day', -pace_days, 'periods.as_of_date') }} as date)
    group by costs.owner_id, costs.account_class, periods.as_of_date

),

-- Forecasts are of allocated cost: what an owner runs for others, less what others run for it, goes
-- on as it did, so that all owners together are expected to cost what is forecast.
paces as (

    select
        classes.owner_id,
        classes.account_class,
        classes.as_of_date,
        coalesce(
            {{ bounded_ratio(
                'classes.allocated_effective_cost', 'owners.allocated_effective_cost'
            ) }}, 0
        ) as class_ratio,
        {{ money(
            '(classes.effective_cost - classes.allocated_effective_cost) / ' ~ pace_days ~ '.0'
        ) }} as passed_effective_cost_per_day
    from costs_of_weeks as classes
    inner join costs_of_weeks as owners
        on
            classes.owner_id = owners.owner_id
            and owners.account_class = 'all'

)

select * from paces
