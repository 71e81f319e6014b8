with

forecasts as (select * from {{ ref('int_forecasts_valued') }}),

costs as (select * from {{ ref('int_forecast_costs_daily') }}),

periods as (select * from {{ ref('int_forecast_periods') }}),

charged as (

    select
        periods.period_name,
        costs.node_id,
        sum(costs.effective_cost) as effective_cost
    from costs
    inner join periods
        on
            costs.charge_date >= periods.period_from_date
            and costs.charge_date < periods.period_to_date
    group by periods.period_name, costs.node_id

),

landings as (

    select
        forecasts.run_id,
        forecasts.as_of_date,
        periods.period_name,
        periods.period_from_date,
        periods.period_to_date,
        periods.days_left_count,
        forecasts.node_id,
        forecasts.level_name,
        forecasts.owner_id,
        forecasts.cost_class,
        forecasts.service_category,
        forecasts.reporting_currency,
        max(coalesce(charged.effective_cost, 0)) as charged_effective_cost,
        sum(forecasts.mean_effective_cost) as left_effective_cost
    from forecasts
    inner join periods
        on
            forecasts.as_of_date = periods.as_of_date
            and forecasts.forecast_date < periods.period_to_date
    left join charged
        on
            periods.period_name = charged.period_name
            and forecasts.node_id = charged.node_id
    group by all

)

select * from landings
