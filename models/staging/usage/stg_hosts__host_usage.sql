with

source as (select * from {{ source('hosts', 'host_usage') }}),

host_usage as (

    select
        source_name,
        delivery,
        host_id as resource_id,
        host_name,
        cluster_id,
        host_role,
        instance_type,
        cast(cpu_capacity_core_seconds as {{ type_quantity() }}) as cpu_capacity_core_seconds,
        cast(cpu_used_core_seconds as {{ type_quantity() }}) as cpu_used_core_seconds,
        cast(memory_capacity_byte_seconds as {{ type_quantity() }}) as memory_capacity_byte_seconds,
        cast(memory_used_byte_seconds as {{ type_quantity() }}) as memory_used_byte_seconds,
        cast(gpu_capacity_seconds as {{ type_quantity() }}) as gpu_capacity_seconds,
        cast(gpu_used_seconds as {{ type_quantity() }}) as gpu_used_seconds,
        cast(network_in_bytes as {{ type_quantity() }}) as network_in_bytes,
        cast(network_out_bytes as {{ type_quantity() }}) as network_out_bytes,
        cast(interval_start as {{ dbt.type_timestamp() }}) as interval_started_at,
        cast(interval_end as {{ dbt.type_timestamp() }}) as interval_ended_at,
        billing_month
    from source

)

select * from host_usage
