with

forecasts as (select * from {{ ref('int_forecasts_valued') }}),

newest as (

    select
        max(as_of_date) as as_of_date,
        max(forecast_date) as last_forecast_date
    from forecasts

),

forecasts_by_month as (

    select
        forecasts.run_id,
        forecasts.as_of_date,
        newest.last_forecast_date,
        forecasts.node_id,
        forecasts.owner_id,
        forecasts.cost_class,
        forecasts.service_category,
        cast({{ dbt.date_trunc('month', 'forecasts.forecast_date') }} as date) as forecast_month,
        forecasts.reporting_currency,
        cast(sum(forecasts.mean_effective_cost) as {{ type_money() }}) as effective_cost
    from forecasts
    inner join newest
        on forecasts.as_of_date = newest.as_of_date
    where forecasts.level_name = 'leaf'
    group by all

),

-- Whole months only: the rest of this month lands in fct_forecast_landings.
baselines as (

    select
        run_id,
        as_of_date,
        node_id,
        owner_id,
        cost_class,
        service_category,
        forecast_month,
        reporting_currency,
        effective_cost
    from forecasts_by_month
    where
        forecast_month > as_of_date
        and forecast_month <= {{ dbt.dateadd('month', var('scenario_months'), 'as_of_date') }}
        and {{ dbt.dateadd('month', 1, 'forecast_month') }}
        <= {{ dbt.dateadd('day', 1, 'last_forecast_date') }}

)

select * from baselines
