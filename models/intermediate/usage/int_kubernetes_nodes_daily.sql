with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

-- Every pod row repeats the capacity of its node: it counts once an interval.
node_intervals as (

    select
        cast(interval_started_at as date) as usage_date,
        interval_started_at,
        cluster_id,
        node_name,
        max(resource_id) as resource_id,
        max(cpu_capacity_core_seconds) as cpu_capacity_core_seconds,
        max(memory_capacity_byte_seconds) as memory_capacity_byte_seconds
    from pod_usage
    group by cast(interval_started_at as date), interval_started_at, cluster_id, node_name

),

nodes_daily as (

    select
        usage_date,
        cluster_id,
        node_name,
        max(resource_id) as resource_id,
        'cpu' as resource_kind,
        'core_hour' as quantity_unit,
        {{ core_hours('sum(cpu_capacity_core_seconds)') }} as capacity_quantity
    from node_intervals
    group by usage_date, cluster_id, node_name
    union all
    select
        usage_date,
        cluster_id,
        node_name,
        max(resource_id) as resource_id,
        'memory' as resource_kind,
        'gib_hour' as quantity_unit,
        {{ gib_hours('sum(memory_capacity_byte_seconds)') }} as capacity_quantity
    from node_intervals
    group by usage_date, cluster_id, node_name

)

select * from nodes_daily
