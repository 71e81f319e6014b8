with

supply as (select * from {{ ref('int_kubernetes_supply_daily') }}),

holders as (select * from {{ ref('int_kubernetes_holders_daily') }}),

-- A node on which nobody held anything is idle as a whole.
shares as (

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

costs_split as (

    select
        usage_date,
        cluster_id,
        node_name,
        resource_kind,
        namespace,
        workload,
        quantity_unit,
        reporting_currency,
        {{ conserved_share(
            'node_cost', 'node_ratio',
            ['usage_date', 'cluster_id', 'node_name', 'resource_kind'], ['namespace', 'workload']
        ) }} as effective_cost,
        requested_quantity,
        used_quantity,
        held_quantity,
        is_idle
    from shares

)

select * from costs_split
