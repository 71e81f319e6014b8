with

source as (select * from {{ source('kubernetes', 'volume_usage') }}),

volume_usage as (

    select
        source_name,
        delivery,
        coalesce(cluster_id, source_name) as cluster_id,
        namespace,
        persistentvolumeclaim as volume_claim,
        {{ tag_value('persistentvolumeclaim_labels', 'workload', 'kubernetes') }} as workload,
        persistentvolume as volume_name,
        storageclass as storage_class,
        csi_volume_handle as resource_id,
        persistentvolumeclaim_labels as volume_claim_labels,
        cast(volume_request_storage_byte_seconds as {{ type_quantity() }})
            as storage_requested_byte_seconds,
        cast(persistentvolumeclaim_usage_byte_seconds as {{ type_quantity() }})
            as storage_used_byte_seconds,
        cast(persistentvolumeclaim_capacity_byte_seconds as {{ type_quantity() }})
            as storage_capacity_byte_seconds,
        cast(interval_start as {{ dbt.type_timestamp() }}) as interval_started_at,
        billing_month
    from source

)

select * from volume_usage
