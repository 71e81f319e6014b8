with

costs as (select * from {{ ref('int_kubernetes_costs_split') }}),

supply as (select * from {{ ref('int_kubernetes_supply_daily') }}),

workloads_owned as (select * from {{ ref('int_workloads_owned') }}),

clusters as (select * from {{ ref('int_kubernetes_clusters_monthly') }}),

-- The capacity of a node is divided as its cost is: by what is held, and the rest is idle. Where
-- more is held than there is, all of it has to do with less.
holdings as (

    select
        costs.usage_date,
        costs.cluster_id,
        costs.node_name,
        costs.namespace,
        costs.workload,
        costs.resource_kind,
        costs.quantity_unit,
        costs.reporting_currency,
        costs.effective_cost,
        case
            when supply.capacity_quantity > 0
                then
                    cast(
                        cast(supply.capacity_quantity as double) * cast(costs.node_ratio as double)
                        as {{ type_quantity() }}
                    )
        end as capacity_quantity,
        costs.requested_quantity,
        costs.used_quantity,
        costs.is_idle
    from costs
    inner join supply
        on
            costs.usage_date = supply.usage_date
            and costs.cluster_id = supply.cluster_id
            and costs.node_name = supply.node_name
            and costs.resource_kind = supply.resource_kind

),

kubernetes_utilised as (

    select
        holdings.usage_date,
        holdings.cluster_id,
        holdings.node_name,
        holdings.namespace,
        holdings.workload,
        case
            when holdings.is_idle then 'idle'
            else coalesce(workloads_owned.owner_id, 'unallocated')
        end as owner_id,
        coalesce(clusters.provider_name, 'unknown') as provider_name,
        coalesce(clusters.service_name, 'unknown') as service_name,
        holdings.resource_kind,
        holdings.quantity_unit,
        holdings.reporting_currency,
        holdings.effective_cost,
        holdings.capacity_quantity,
        case when holdings.capacity_quantity is not null then holdings.requested_quantity end
            as requested_quantity,
        case when holdings.capacity_quantity is not null then holdings.used_quantity end
            as used_quantity
    from holdings
    left join workloads_owned
        on
            holdings.usage_date = workloads_owned.usage_date
            and holdings.namespace = workloads_owned.namespace
            and holdings.workload = workloads_owned.workload
    left join clusters
        on
            {{ month_of('holdings.usage_date') }} = clusters.billing_month
            and holdings.cluster_id = clusters.cluster_id

)

select * from kubernetes_utilised
