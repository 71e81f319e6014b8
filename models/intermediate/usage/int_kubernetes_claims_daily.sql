with

volumes as (select * from {{ ref('int_kubernetes_volumes_daily') }}),

claim_costs as (select * from {{ ref('int_kubernetes_volume_costs_split') }}),

charges as (select * from {{ ref('int_resource_charges_converted') }}),

volume_days as (

    select
        usage_date,
        resource_id
    from volumes
    group by usage_date, resource_id

),

volume_months as (

    select
        {{ month_of('usage_date') }} as billing_month,
        resource_id
    from volume_days
    group by {{ month_of('usage_date') }}, resource_id

),

-- A volume may be metered on a day without a bill, and cost money on a day without a meter.
claims as (

    select
        volumes.usage_date,
        volumes.resource_id,
        volumes.cluster_id,
        volumes.namespace,
        volumes.volume_claim,
        volumes.workload,
        coalesce(claim_costs.reporting_currency, '{{ var("reporting_currency") }}')
            as reporting_currency,
        coalesce(claim_costs.effective_cost, 0) as effective_cost,
        volumes.held_quantity as capacity_quantity,
        volumes.requested_quantity,
        volumes.used_quantity
    from volumes
    left join claim_costs
        on
            volumes.usage_date = claim_costs.usage_date
            and volumes.resource_id = claim_costs.resource_id
            and volumes.cluster_id = claim_costs.cluster_id
            and volumes.namespace = claim_costs.namespace
            and volumes.volume_claim = claim_costs.volume_claim
    union all
    select
        charges.charge_date as usage_date,
        charges.resource_id,
        null as cluster_id,
        null as namespace,
        null as volume_claim,
        null as workload,
        charges.reporting_currency,
        charges.effective_cost,
        null as capacity_quantity,
        null as requested_quantity,
        null as used_quantity
    from charges
    inner join volume_months
        on
            charges.billing_month = volume_months.billing_month
            and charges.resource_id = volume_months.resource_id
    left join volume_days
        on
            charges.charge_date = volume_days.usage_date
            and charges.resource_id = volume_days.resource_id
    where volume_days.resource_id is null

)

select * from claims
