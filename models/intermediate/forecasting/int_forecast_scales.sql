with

forecasts as (select * from {{ ref('int_forecasts_kept') }}),

costs as (select * from {{ ref('int_forecast_costs_daily') }}),

as_of_dates as (

    select as_of_date
    from forecasts
    group by as_of_date

),

-- By how much a day differs from the same weekday before, in the eight weeks that were known last.
changes as (

    select
        costs.node_id,
        as_of_dates.as_of_date,
        abs(costs.effective_cost - coalesce(week_before.effective_cost, 0)) as weekly_change
    from costs
    inner join as_of_dates
        on
            costs.charge_date <= as_of_dates.as_of_date
            and costs.charge_date > {{ dbt.dateadd('day', -56, 'as_of_dates.as_of_date') }}
    left join costs as week_before
        on
            costs.node_id = week_before.node_id
            and week_before.charge_date = {{ dbt.dateadd('day', -7, 'costs.charge_date') }}

),

scales as (

    select
        node_id,
        as_of_date,
        cast(sum(weekly_change) as {{ type_money() }}) as weekly_change_effective_cost,
        cast(count(*) as int) as weekly_change_count
    from changes
    group by node_id, as_of_date

)

select * from scales
