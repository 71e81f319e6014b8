with

elasticities as (select * from {{ ref('int_cost_elasticities_estimated') }}),

cost_elasticities as (

    select
        node_id,
        owner_id,
        service_category,
        driver_id,
        elasticity,
        p10_elasticity,
        p90_elasticity,
        own_elasticity,
        week_count
    from elasticities

)

select * from cost_elasticities
