with

landings as (select * from {{ ref('int_forecast_landings_bounded') }}),

forecast_landings as (

    select
        run_id,
        as_of_date,
        period_name,
        period_from_date,
        period_to_date,
        node_id,
        level_name,
        owner_id,
        cost_class,
        service_category,
        reporting_currency,
        charged_effective_cost,
        mean_effective_cost,
        p10_effective_cost,
        p50_effective_cost,
        p90_effective_cost,
        days_left_count
    from landings

)

select * from forecast_landings
