with

forecasts as (select * from {{ ref('int_forecasts_kept') }}),

cost_forecasts as (

    select
        run_id,
        as_of_date,
        node_id,
        parent_node_id,
        level_name,
        owner_id,
        cost_class,
        service_category,
        forecast_model,
        forecast_date,
        cast(horizon_day_number as bigint) as horizon_day_number,
        reporting_currency,
        mean_effective_cost,
        p025_effective_cost,
        p10_effective_cost,
        p50_effective_cost,
        p90_effective_cost,
        p975_effective_cost
    from forecasts

)

select * from cost_forecasts
