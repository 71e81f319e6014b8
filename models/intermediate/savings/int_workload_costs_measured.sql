with

costs as (select * from {{ ref('int_kubernetes_costs_split') }}),

nodes as (select * from {{ ref('int_kubernetes_nodes_daily') }}),

workloads_owned as (select * from {{ ref('int_workloads_owned') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where subject_kind = 'workload'

),

-- What a workload holds of each node that it runs on, beside what the node costs.
workload_costs as (

    select
        detectors.detector_id,
        nodes.resource_id,
        costs.cluster_id,
        costs.namespace,
        costs.workload,
        costs.resource_kind,
        costs.reporting_currency,
        max_by(coalesce(workloads_owned.owner_id, 'unallocated'), costs.usage_date) as owner_id,
        max_by(coalesce(resources_owned.provider_name, 'unknown'), costs.usage_date)
            as provider_name,
        max_by(coalesce(resources_owned.service_name, 'unknown'), costs.usage_date)
            as service_name,
        max(detectors.threshold_quantity) as threshold_quantity,
        max(detectors.saving_ratio) as saving_ratio,
        {{ monthly_cost('sum(costs.effective_cost)', 'max(detectors.window_days)') }}
            as monthly_effective_cost,
        max(costs.usage_date) = max(detectors.last_date) as is_running
    from costs
    inner join detectors
        on
            costs.usage_date >= detectors.first_date
            and costs.usage_date <= detectors.last_date
    inner join nodes
        on
            costs.usage_date = nodes.usage_date
            and costs.cluster_id = nodes.cluster_id
            and costs.node_name = nodes.node_name
            and costs.resource_kind = nodes.resource_kind
    left join workloads_owned
        on
            costs.usage_date = workloads_owned.usage_date
            and costs.namespace = workloads_owned.namespace
            and costs.workload = workloads_owned.workload
    left join resources_owned
        on
            nodes.usage_date = resources_owned.charge_date
            and nodes.resource_id = resources_owned.resource_id
    where nodes.resource_id is not null
    group by
        detectors.detector_id, nodes.resource_id, costs.cluster_id, costs.namespace,
        costs.workload, costs.resource_kind, costs.reporting_currency

)

select * from workload_costs
