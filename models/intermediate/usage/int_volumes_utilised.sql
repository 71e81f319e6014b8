with

claims as (select * from {{ ref('int_kubernetes_claims_daily') }}),

workloads_owned as (select * from {{ ref('int_workloads_owned') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

-- What nobody claims any more belongs to whoever the volume is tagged with.
volumes_utilised as (

    select
        claims.usage_date,
        claims.resource_id,
        coalesce(workloads_owned.owner_id, resources_owned.owner_id, 'unallocated') as owner_id,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        claims.reporting_currency,
        claims.effective_cost,
        claims.capacity_quantity,
        claims.requested_quantity,
        claims.used_quantity
    from claims
    left join workloads_owned
        on
            claims.usage_date = workloads_owned.usage_date
            and claims.namespace = workloads_owned.namespace
            and claims.workload = workloads_owned.workload
    left join resources_owned
        on
            claims.usage_date = resources_owned.charge_date
            and claims.resource_id = resources_owned.resource_id

)

select * from volumes_utilised
