with

leaves_layered as (select * from {{ ref('int_scenario_leaves_layered') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

nodes_layered as (

    select
        scenario_name,
        layer_name,
        layer_number,
        node_id,
        forecast_month,
        effective_cost
    from leaves_layered
    union all
    select
        leaves_layered.scenario_name,
        leaves_layered.layer_name,
        leaves_layered.layer_number,
        concat_ws('/', leaves_layered.cost_class, ancestors.ancestor_owner_id) as node_id,
        leaves_layered.forecast_month,
        cast(sum(leaves_layered.effective_cost) as {{ type_money() }}) as effective_cost
    from leaves_layered
    inner join ancestors
        on leaves_layered.owner_id = ancestors.owner_id
    group by all

)

select * from nodes_layered
