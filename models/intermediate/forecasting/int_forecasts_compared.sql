with

forecasts as (select * from {{ ref('int_forecasts_kept') }}),

costs as (select * from {{ ref('int_forecast_costs_daily') }}),

newest as (

    select max(as_of_date) as as_of_date
    from costs

),

-- What is known by now of what was forecast. A day without a row is a day without cost. The
-- seasonal naive forecast is the newest week that was known, again and again.
compared as (

    select
        forecasts.run_id,
        forecasts.as_of_date,
        forecasts.node_id,
        forecasts.level_name,
        forecasts.cost_class,
        forecasts.forecast_date,
        forecasts.horizon_day_number,
        forecasts.reporting_currency,
        cast(coalesce(costs.effective_cost, 0) as {{ type_money() }}) as effective_cost,
        cast(coalesce(weeks.effective_cost, 0) as {{ type_money() }}) as naive_effective_cost,
        forecasts.mean_effective_cost,
        forecasts.p025_effective_cost,
        forecasts.p10_effective_cost,
        forecasts.p50_effective_cost,
        forecasts.p90_effective_cost,
        forecasts.p975_effective_cost
    from forecasts
    inner join newest
        on forecasts.forecast_date <= newest.as_of_date
    left join costs
        on
            forecasts.node_id = costs.node_id
            and forecasts.forecast_date = costs.charge_date
    left join costs as weeks
        on
            forecasts.node_id = weeks.node_id
            and weeks.charge_date = {{ dbt.dateadd(
                'day',
                '-7 * cast(ceil(forecasts.horizon_day_number / 7.0) as int)',
                'forecasts.forecast_date',
            ) }}

)

select * from compared
