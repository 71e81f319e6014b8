with

price_changes as (select * from {{ ref('int_price_changes_announced') }}),

service_ratios as (select * from {{ ref('int_forecast_service_ratios') }}),

days as (select * from {{ ref('int_scenario_days') }}),

-- A price that holds already is in the baseline.
prices_daily as (

    select
        days.forecast_month,
        days.calendar_date,
        days.month_day_count,
        price_changes.provider_name,
        price_changes.service_name,
        {{ product_of('price_changes.price_ratio') }} as price_ratio
    from days
    inner join price_changes
        on
            days.as_of_date < price_changes.effective_date
            and days.calendar_date >= price_changes.effective_date
    group by all

),

prices_monthly as (

    select
        forecast_month,
        provider_name,
        service_name,
        1 - sum(1 - price_ratio) / max(month_day_count) as price_ratio
    from prices_daily
    group by forecast_month, provider_name, service_name

),

scenario_prices as (

    select
        service_ratios.node_id,
        prices_monthly.forecast_month,
        1 - sum(service_ratios.cost_ratio * (1 - prices_monthly.price_ratio)) as price_ratio
    from prices_monthly
    inner join service_ratios
        on
            prices_monthly.provider_name = service_ratios.provider_name
            and prices_monthly.service_name = service_ratios.service_name
    group by service_ratios.node_id, prices_monthly.forecast_month

)

select * from scenario_prices
