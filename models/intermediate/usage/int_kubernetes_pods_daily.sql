with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

-- What a pod holds is the larger of what it asked for and what it used, judged in each interval.
pod_intervals as (

    select
        cast(interval_started_at as date) as usage_date,
        cluster_id,
        node_name,
        namespace,
        workload,
        coalesce(cpu_requested_core_seconds, 0) as cpu_requested_core_seconds,
        coalesce(cpu_used_core_seconds, 0) as cpu_used_core_seconds,
        coalesce(memory_requested_byte_seconds, 0) as memory_requested_byte_seconds,
        coalesce(memory_used_byte_seconds, 0) as memory_used_byte_seconds
    from pod_usage

),

pods_daily as (

    select
        usage_date,
        cluster_id,
        node_name,
        namespace,
        workload,
        'cpu' as resource_kind,
        'core_hour' as quantity_unit,
        {{ core_hours('sum(cpu_requested_core_seconds)') }} as requested_quantity,
        {{ core_hours('sum(cpu_used_core_seconds)') }} as used_quantity,
        {{ core_hours('sum(greatest(cpu_requested_core_seconds, cpu_used_core_seconds))') }}
            as held_quantity
    from pod_intervals
    group by usage_date, cluster_id, node_name, namespace, workload
    union all
    select
        usage_date,
        cluster_id,
        node_name,
        namespace,
        workload,
        'memory' as resource_kind,
        'gib_hour' as quantity_unit,
        {{ gib_hours('sum(memory_requested_byte_seconds)') }} as requested_quantity,
        {{ gib_hours('sum(memory_used_byte_seconds)') }} as used_quantity,
        {{ gib_hours('sum(greatest(memory_requested_byte_seconds, memory_used_byte_seconds))') }}
            as held_quantity
    from pod_intervals
    group by usage_date, cluster_id, node_name, namespace, workload

)

select * from pods_daily
