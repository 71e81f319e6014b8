with

charges as (select * from {{ ref('int_resource_charges_converted') }}),

volumes as (select * from {{ ref('int_kubernetes_volumes_daily') }}),

-- A volume costs what it holds in reserve, so its claims share it by capacity.
claims as (

    select
        volumes.usage_date,
        volumes.resource_id,
        volumes.cluster_id,
        volumes.namespace,
        volumes.volume_claim,
        volumes.workload,
        volumes.requested_quantity,
        volumes.used_quantity,
        volumes.held_quantity,
        charges.reporting_currency,
        charges.effective_cost as volume_cost,
        coalesce(
            {{ ratio('volumes.held_quantity', 'sum(volumes.held_quantity) over volume_day') }},
            cast(0 as {{ type_ratio() }})
        ) as volume_ratio
    from volumes
    inner join charges
        on
            volumes.resource_id = charges.resource_id
            and volumes.usage_date = charges.charge_date
    window volume_day as (partition by volumes.usage_date, volumes.resource_id)

),

costs_split as (

    select
        usage_date,
        resource_id,
        cluster_id,
        namespace,
        volume_claim,
        workload,
        reporting_currency,
        {{ conserved_share(
            'volume_cost', 'volume_ratio',
            ['usage_date', 'resource_id'], ['cluster_id', 'namespace', 'volume_claim']
        ) }} as effective_cost,
        requested_quantity,
        used_quantity,
        held_quantity,
        volume_ratio
    from claims

)

select * from costs_split
