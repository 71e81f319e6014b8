with

holdings as (select * from {{ ref('int_query_holdings_daily') }}),

supply as (select * from {{ ref('int_query_supply_daily') }}),

clusters as (select * from {{ ref('int_query_clusters_listed') }}),

held as (

    select
        usage_date,
        cluster_id,
        resource_kind,
        sum(held_quantity) as held_quantity
    from holdings
    group by usage_date, cluster_id, resource_kind

),

-- Beside the queries of a cluster stands what none of them holds: idle is a holder of its own.
holders as (

    select
        usage_date,
        engine,
        cluster_id,
        resource_kind,
        owner_id,
        rule_id,
        user_name,
        queue_name,
        query_class,
        query_count,
        input_gib,
        held_quantity,
        false as is_idle
    from holdings
    union all
    select
        supply.usage_date,
        clusters.engine,
        supply.cluster_id,
        supply.resource_kind,
        'idle' as owner_id,
        'idle' as rule_id,
        'idle' as user_name,
        'idle' as queue_name,
        'idle' as query_class,
        0 as query_count,
        0 as input_gib,
        greatest(supply.capacity_quantity - coalesce(held.held_quantity, 0), 0) as held_quantity,
        true as is_idle
    from supply
    inner join clusters
        on supply.cluster_id = clusters.cluster_id
    left join held
        on
            supply.usage_date = held.usage_date
            and supply.cluster_id = held.cluster_id
            and supply.resource_kind = held.resource_kind

)

select * from holders
