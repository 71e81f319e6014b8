{%- set kinds = [
    ('cpu', 'core_hour', 'cpu_requested_core_seconds', 'cpu_used_core_seconds', core_hours),
    ('memory', 'gib_hour', 'memory_requested_byte_seconds', 'memory_used_byte_seconds', gib_hours),
    ('gpu', 'gpu_hour', 'gpu_requested_seconds', 'gpu_used_seconds', core_hours),
    ('network', 'gib', '0', 'network_moved_bytes', gib),
] -%}

with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

-- What a pod holds is the larger of what it asked for and what it used, judged in each interval.
-- Only pods that have to do with GPUs, or whose network is metered, have a row of them.
pods_daily as (

    {% for resource_kind, unit, requested, used, in_unit in kinds %}
    {% set held = 'greatest(coalesce(' ~ requested ~ ', 0), coalesce(' ~ used ~ ', 0))' %}
    select
        cast(interval_started_at as date) as usage_date,
        cluster_id,
        node_name,
        namespace,
        workload,
        '{{ resource_kind }}' as resource_kind,
        '{{ unit }}' as quantity_unit,
        {{ in_unit('sum(coalesce(' ~ requested ~ ', 0))') }} as requested_quantity,
        {{ in_unit('sum(coalesce(' ~ used ~ ', 0))') }} as used_quantity,
        {{ in_unit('sum(' ~ held ~ ')') }} as held_quantity
    from pod_usage
    {{ 'where ' ~ held ~ ' > 0' if resource_kind in ('gpu', 'network') }}
    group by cast(interval_started_at as date), cluster_id, node_name, namespace, workload
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from pods_daily
