{%- set kinds = [
    ('cpu', 'core_hour', 'cpu_capacity_core_seconds', core_hours),
    ('memory', 'gib_hour', 'memory_capacity_byte_seconds', gib_hours),
    ('gpu', 'gpu_hour', 'gpu_capacity_seconds', core_hours),
    ('network', 'gib', 'network_moved_bytes', gib),
] -%}

with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

-- Every pod row repeats the capacity of its node: it counts once an interval. A network offers what
-- it moves, because nothing else of it is paid for.
node_intervals as (

    select
        cast(interval_started_at as date) as usage_date,
        interval_started_at,
        cluster_id,
        node_name,
        max(resource_id) as resource_id,
        max(cpu_capacity_core_seconds) as cpu_capacity_core_seconds,
        max(memory_capacity_byte_seconds) as memory_capacity_byte_seconds,
        max(gpu_capacity_seconds) as gpu_capacity_seconds,
        sum(network_moved_bytes) as network_moved_bytes
    from pod_usage
    group by cast(interval_started_at as date), interval_started_at, cluster_id, node_name

),

nodes_daily as (

    {% for resource_kind, unit, capacity, in_unit in kinds %}
    select
        usage_date,
        cluster_id,
        node_name,
        max(resource_id) as resource_id,
        '{{ resource_kind }}' as resource_kind,
        '{{ unit }}' as quantity_unit,
        {{ in_unit('sum(' ~ capacity ~ ')') }} as capacity_quantity
    from node_intervals
    {{ 'where ' ~ capacity ~ ' > 0' if resource_kind in ('gpu', 'network') }}
    group by usage_date, cluster_id, node_name
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from nodes_daily
