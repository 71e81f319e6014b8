with

workload_costs as (select * from {{ ref('int_workload_costs_measured') }}),

requests as (select * from {{ ref('int_workload_requests_measured') }}),

node_costs as (

    select
        detector_id,
        resource_id,
        reporting_currency,
        sum(monthly_effective_cost) as monthly_effective_cost
    from workload_costs
    group by detector_id, resource_id, reporting_currency

),

-- What it does not use even then could be given back, but for a margin.
kinds_over_requested as (

    select
        workload_costs.*,
        requests.p95_used_ratio,
        {{ money(
            money('workload_costs.monthly_effective_cost * (1 - requests.p95_used_ratio)')
            ~ ' * workload_costs.saving_ratio'
        ) }} as monthly_potential_cost
    from workload_costs
    inner join requests
        on
            workload_costs.detector_id = requests.detector_id
            and workload_costs.cluster_id = requests.cluster_id
            and workload_costs.namespace = requests.namespace
            and workload_costs.workload = requests.workload
            and workload_costs.resource_kind = requests.resource_kind
    where requests.p95_used_ratio < workload_costs.threshold_quantity

),

opportunities as (

    select
        kinds.detector_id,
        concat_ws('/', kinds.cluster_id, kinds.namespace, kinds.workload) as subject_id,
        kinds.resource_id as scope_id,
        kinds.resource_id,
        max(kinds.owner_id) as owner_id,
        max(kinds.provider_name) as provider_name,
        max(kinds.service_name) as service_name,
        kinds.reporting_currency,
        max(node_costs.monthly_effective_cost) as monthly_effective_cost,
        sum(kinds.monthly_potential_cost) as monthly_potential_cost,
        cast(max(kinds.p95_used_ratio) as {{ type_quantity() }}) as measured_quantity
    from kinds_over_requested as kinds
    inner join node_costs
        on
            kinds.detector_id = node_costs.detector_id
            and kinds.resource_id = node_costs.resource_id
            and kinds.reporting_currency = node_costs.reporting_currency
    group by
        kinds.detector_id, kinds.cluster_id, kinds.namespace, kinds.workload, kinds.resource_id,
        kinds.reporting_currency
    having max(case when kinds.is_running then 1 else 0 end) = 1

)

select * from opportunities
