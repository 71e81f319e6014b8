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
        {{ money('runs.mean') }} as mean_effective_cost,
        {% for quantile in ['p025', 'p10', 'p50', 'p90', 'p975'] %}
        {{ money('runs.' ~ quantile) }} as {{ quantile }}_effective_cost{{ ',' if not loop.last }}
        {% endfor %}
    from runs
    inner join nodes
        on runs.node_id = nodes.node_id

)

select * from forecasts_valued
