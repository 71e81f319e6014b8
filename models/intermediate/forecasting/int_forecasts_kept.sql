with

forecasts as (select * from {{ ref('int_forecasts_valued') }}),

-- A run that is known already is never written again, nor changed.
{% if is_incremental() %}
known_runs as (

    select run_id
    from {{ this }}
    group by run_id

),

{% endif %}
new_forecasts as (

    select
        forecasts.run_id,
        forecasts.as_of_date,
        forecasts.node_id,
        forecasts.parent_node_id,
        forecasts.level_name,
        forecasts.owner_id,
        forecasts.cost_class,
        forecasts.service_category,
        forecasts.forecast_model,
        forecasts.forecast_date,
        forecasts.horizon_day_number,
        forecasts.reporting_currency,
        forecasts.mean_effective_cost,
        forecasts.p025_effective_cost,
        forecasts.p10_effective_cost,
        forecasts.p50_effective_cost,
        forecasts.p90_effective_cost,
        forecasts.p975_effective_cost
    from forecasts
    {% if is_incremental() %}
    left join known_runs
        on forecasts.run_id = known_runs.run_id
    where known_runs.run_id is null
    {% endif %}

)

select * from new_forecasts
