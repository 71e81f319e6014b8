with

runs as (select * from {{ ref('int_forecast_runs_made') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }}),

forecasts_valued as (

    select
        runs.run_id,
        runs.as_of_date,
        runs.node_id,
        nodes.parent_node_id,
        nodes.level_name,
        nodes.owner_id,
        nodes.cost_class,
        nodes.service_category,
        runs.model as forecast_model,
        runs.forecast_date,
        cast({{ days_between('runs.as_of_date', 'runs.forecast_date') }} as int)
            as horizon_day_number,
        nodes.reporting_currency,
        -- Whole cents: a double of them, rounded to ten places, would not be.
        cast(cast(runs.mean as decimal(24, 2)) as {{ type_money() }}) as mean_effective_cost,
        {{ money('runs.p025') }} as p025_effective_cost,
        {{ money('runs.p10') }} as p10_effective_cost,
        {{ money('runs.p50') }} as p50_effective_cost,
        {{ money('runs.p90') }} as p90_effective_cost,
        {{ money('runs.p975') }} as p975_effective_cost
    from runs
    inner join nodes
        on runs.node_id = nodes.node_id

)

select * from forecasts_valued
