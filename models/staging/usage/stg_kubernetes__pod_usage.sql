with

source as (select * from {{ source('kubernetes', 'pod_usage') }}),

pod_usage as (

    select
        source_name,
        delivery,
        coalesce(cluster_id, source_name) as cluster_id,
        node as node_name,
        resource_id,
        namespace,
        coalesce({{ tag_value('pod_labels', 'workload', 'kubernetes') }}, pod) as workload,
        pod as pod_name,
        pod_labels,
        cast(pod_request_cpu_core_seconds as {{ type_quantity() }}) as cpu_requested_core_seconds,
        cast(pod_usage_cpu_core_seconds as {{ type_quantity() }}) as cpu_used_core_seconds,
        cast(node_capacity_cpu_core_seconds as {{ type_quantity() }}) as cpu_capacity_core_seconds,
        cast(pod_request_memory_byte_seconds as {{ type_quantity() }})
            as memory_requested_byte_seconds,
        cast(pod_usage_memory_byte_seconds as {{ type_quantity() }}) as memory_used_byte_seconds,
        cast(node_capacity_memory_byte_seconds as {{ type_quantity() }})
            as memory_capacity_byte_seconds,
        cast(pod_request_gpu_seconds as {{ type_quantity() }}) as gpu_requested_seconds,
        cast(pod_usage_gpu_seconds as {{ type_quantity() }}) as gpu_used_seconds,
        cast(node_capacity_gpu_seconds as {{ type_quantity() }}) as gpu_capacity_seconds,
        cast(
            coalesce(
                pod_network_received_bytes + pod_network_sent_bytes,
                pod_network_received_bytes, pod_network_sent_bytes
            ) as {{ type_quantity() }}
        ) as network_moved_bytes,
        cast(interval_start as {{ dbt.type_timestamp() }}) as interval_started_at,
        cast(interval_end as {{ dbt.type_timestamp() }}) as interval_ended_at,
        billing_month
    from source

)

select * from pod_usage
