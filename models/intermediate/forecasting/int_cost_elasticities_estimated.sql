with

elasticities as (select * from {{ ref('int_cost_elasticities_made') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }}),

elasticities_typed as (

    select
        elasticities.node_id,
        nodes.owner_id,
        nodes.service_category,
        elasticities.driver_id,
        cast(elasticities.elasticity as {{ type_quantity() }}) as elasticity,
        cast(elasticities.p10_elasticity as {{ type_quantity() }}) as p10_elasticity,
        cast(elasticities.p90_elasticity as {{ type_quantity() }}) as p90_elasticity,
        cast(elasticities.own_elasticity as {{ type_quantity() }}) as own_elasticity,
        cast(elasticities.week_count as bigint) as week_count
    from elasticities
    inner join nodes
        on elasticities.node_id = nodes.node_id

)

select * from elasticities_typed
