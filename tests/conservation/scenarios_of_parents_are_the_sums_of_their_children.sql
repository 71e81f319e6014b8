-- In every layer and month.
with

scenarios as (select * from {{ ref('fct_scenarios') }}),

children as (

    select
        scenario_name,
        layer_name,
        parent_node_id,
        forecast_month,
        sum(effective_cost) as children_effective_cost
    from scenarios
    where parent_node_id is not null
    group by scenario_name, layer_name, parent_node_id, forecast_month

)

select
    children.*,
    parents.effective_cost
from children
left join scenarios as parents
    on
        children.scenario_name = parents.scenario_name
        and children.layer_name = parents.layer_name
        and children.parent_node_id = parents.node_id
        and children.forecast_month = parents.forecast_month
where coalesce(parents.effective_cost <> children.children_effective_cost, true)
