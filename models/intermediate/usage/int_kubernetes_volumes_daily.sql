with

volume_usage as (select * from {{ ref('stg_kubernetes__volume_usage') }}),

-- A volume that nobody claims any more still costs money.
volumes_daily as (

    select
        cast(interval_started_at as date) as usage_date,
        resource_id,
        cluster_id,
        coalesce(namespace, 'unclaimed') as namespace,
        coalesce(volume_claim, volume_name) as volume_claim,
        coalesce(max(workload), max(volume_claim), max(volume_name)) as workload,
        {{ gib_hours('sum(storage_requested_byte_seconds)') }} as requested_quantity,
        {{ gib_hours('sum(storage_used_byte_seconds)') }} as used_quantity,
        {{ gib_hours('sum(storage_capacity_byte_seconds)') }} as held_quantity
    from volume_usage
    where resource_id is not null
    group by
        cast(interval_started_at as date), resource_id, cluster_id,
        coalesce(namespace, 'unclaimed'), coalesce(volume_claim, volume_name)

)

select * from volumes_daily
