with

supply as (select * from {{ ref('int_kubernetes_supply_daily') }}),

holders as (select * from {{ ref('int_kubernetes_holders_daily') }}),

shared_namespaces as (select * from {{ ref('kubernetes_shared_namespaces') }}),

-- What runs for all who use the cluster, whichever row of the seed says so.
shared_workloads as (

    select
        holders.usage_date,
        holders.namespace,
        holders.workload
    from holders
    inner join shared_namespaces
        on
            holders.namespace like shared_namespaces.namespace_pattern
            and holders.workload like shared_namespaces.workload_pattern
            and holders.usage_date >= shared_namespaces.valid_from_date
            and holders.usage_date < coalesce(shared_namespaces.valid_to_date, {{ far_future() }})
    where not holders.is_idle
    group by holders.usage_date, holders.namespace, holders.workload

),

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
        shared_workloads.workload is not null as is_shared,
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
    left join shared_workloads
        on
            holders.usage_date = shared_workloads.usage_date
            and holders.namespace = shared_workloads.namespace
            and holders.workload = shared_workloads.workload
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
        node_ratio,
        is_idle,
        is_shared
    from shares

)

select * from costs_split
