-- On every day of every run.
with

forecasts as (select * from {{ ref('fct_cost_forecasts') }}),

children as (

    select
        run_id,
        parent_node_id,
        forecast_date,
        sum(mean_effective_cost) as children_effective_cost
    from forecasts
    where parent_node_id is not null
    group by run_id, parent_node_id, forecast_date

)

select
    children.*,
    parents.mean_effective_cost
from children
left join forecasts as parents
    on
        children.run_id = parents.run_id
        and children.parent_node_id = parents.node_id
        and children.forecast_date = parents.forecast_date
where coalesce(parents.mean_effective_cost <> children.children_effective_cost, true)
