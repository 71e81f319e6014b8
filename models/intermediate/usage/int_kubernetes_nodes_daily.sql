{%- set kinds = [
    ('cpu', 'core_hour', 'core_seconds', core_hours),
    ('memory', 'gib_hour', 'byte_seconds', gib_hours),
    ('gpu', 'gpu_hour', 'seconds', core_hours),
] -%}

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
        max(memory_capacity_byte_seconds) as memory_capacity_byte_seconds,
        max(gpu_capacity_seconds) as gpu_capacity_seconds
    from pod_usage
    group by cast(interval_started_at as date), interval_started_at, cluster_id, node_name

),

nodes_daily as (

    {% for resource_kind, unit, metered_unit, in_hours in kinds %}
    select
        usage_date,
        cluster_id,
        node_name,
        max(resource_id) as resource_id,
        '{{ resource_kind }}' as resource_kind,
        '{{ unit }}' as quantity_unit,
        {{ in_hours('sum(' ~ resource_kind ~ '_capacity_' ~ metered_unit ~ ')') }}
            as capacity_quantity
    from node_intervals
    {{ 'where gpu_capacity_seconds > 0' if resource_kind == 'gpu' }}
    group by usage_date, cluster_id, node_name
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from nodes_daily
