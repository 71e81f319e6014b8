with

supply as (select * from {{ ref('int_kubernetes_supply_daily') }}),

pods as (select * from {{ ref('int_kubernetes_pods_daily') }}),

held as (

    select
        usage_date,
        cluster_id,
        node_name,
        resource_kind,
        sum(held_quantity) as held_quantity
    from pods
    group by usage_date, cluster_id, node_name, resource_kind

),

-- Beside the pods of a node stands what nobody holds: idle is a workload of its own.
holders as (

    select
        usage_date,
        cluster_id,
        node_name,
        resource_kind,
        namespace,
        workload,
        requested_quantity,
        used_quantity,
        held_quantity,
        false as is_idle
    from pods
    union all
    select
        supply.usage_date,
        supply.cluster_id,
        supply.node_name,
        supply.resource_kind,
        'idle' as namespace,
        'idle' as workload,
        0 as requested_quantity,
        0 as used_quantity,
        greatest(supply.capacity_quantity - coalesce(held.held_quantity, 0), 0) as held_quantity,
        true as is_idle
    from supply
    left join held
        on
            supply.usage_date = held.usage_date
            and supply.cluster_id = held.cluster_id
            and supply.node_name = held.node_name
            and supply.resource_kind = held.resource_kind

)

select * from holders
