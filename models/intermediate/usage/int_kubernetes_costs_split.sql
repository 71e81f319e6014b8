with

supply as (select * from {{ ref('int_kubernetes_supply_daily') }}),

pods as (select * from {{ ref('int_kubernetes_pods_daily') }}),

held as (

    select
        usage_date, cluster_id, node_name, resource_kind,
        sum(held_quantity) as held_quantity
    from pods
    group by usage_date, cluster_id, node_name, resource_kind

),

-- Pods and, beside them, what nobody holds: idle is a workload of its own.
holders as (

    select
        usage_date, cluster_id, node_name, resource_kind, namespace, workload,
        requested_quantity, used_quantity, held_quantity, false as is_idle
    from pods
    union all
    select
        supply.usage_date, supply.cluster_id, supply.node_name, supply.resource_kind,
        'idle' as namespace, 'idle' as workload,
        0 as requested_quantity, 0 as used_quantity,
        greatest(supply.capacity_quantity - coalesce(held.held_quantity, 0), 0) as held_quantity,
        true as is_idle
    from supply
    left join held
        on
            supply.usage_date = held.usage_date
            and supply.cluster_id = held.cluster_id
            and supply.node_name = held.node_name
            and supply.resource_kind = held.resource_kind

),

-- A node on which nobody held anything is idle as a whole.
holders_with_ratio as (

    select
        holders.usage_date,
        holders.cluster_id,
        holders.node_name,
        holders.resource_kind,
        holders.namespace,
        holders.workload,
        holders.requested_quantity,
        holders.used_quantity,
        holders.held_quantity,
        holders.is_idle,
        supply.quantity_unit,
        supply.reporting_currency,
        supply.effective_cost as node_cost,
        coalesce(
            {{ ratio('holders.held_quantity', 'sum(holders.held_quantity) over node_kind') }},
            case when holders.is_idle then 1 else 0 end
        ) as node_ratio
    from holders
    inner join supply
        on
            holders.usage_date = supply.usage_date
            and holders.cluster_id = supply.cluster_id
            and holders.node_name = supply.node_name
            and holders.resource_kind = supply.resource_kind
    window node_kind as (
        partition by
            holders.usage_date, holders.cluster_id, holders.node_name, holders.resource_kind
    )

),

shares as (

    select
        usage_date, cluster_id, node_name, resource_kind, namespace, workload,
        quantity_unit, reporting_currency, node_cost, node_ratio,
        requested_quantity, used_quantity, held_quantity, is_idle,
        {{ money('node_cost * node_ratio') }} as share_cost
    from holders_with_ratio

),

costs_split as (

    select
        usage_date, cluster_id, node_name, resource_kind, namespace, workload,
        quantity_unit, reporting_currency,
        {{ conserved_share(
            'share_cost', 'node_cost', ['usage_date', 'cluster_id', 'node_name', 'resource_kind'],
            'node_ratio', ['namespace', 'workload']
        ) }} as effective_cost,
        requested_quantity, used_quantity, held_quantity, is_idle
    from shares

)

select * from costs_split
