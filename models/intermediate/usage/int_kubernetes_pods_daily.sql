{%- set kinds = [
    ('cpu', 'core_hour', 'core_seconds', core_hours),
    ('memory', 'gib_hour', 'byte_seconds', gib_hours),
    ('gpu', 'gpu_hour', 'seconds', core_hours),
] -%}

with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

-- What a pod holds is the larger of what it asked for and what it used, judged in each interval.
-- Only pods that have to do with GPUs have a row of them.
pods_daily as (

    {% for resource_kind, unit, metered_unit, in_hours in kinds %}
    {% set requested = 'coalesce(' ~ resource_kind ~ '_requested_' ~ metered_unit ~ ', 0)' %}
    {% set used = 'coalesce(' ~ resource_kind ~ '_used_' ~ metered_unit ~ ', 0)' %}
    select
        cast(interval_started_at as date) as usage_date,
        cluster_id,
        node_name,
        namespace,
        workload,
        '{{ resource_kind }}' as resource_kind,
        '{{ unit }}' as quantity_unit,
        {{ in_hours('sum(' ~ requested ~ ')') }} as requested_quantity,
        {{ in_hours('sum(' ~ used ~ ')') }} as used_quantity,
        {{ in_hours('sum(greatest(' ~ requested ~ ', ' ~ used ~ '))') }} as held_quantity
    from pod_usage
    {{ 'where gpu_requested_seconds > 0 or gpu_used_seconds > 0' if resource_kind == 'gpu' }}
    group by cast(interval_started_at as date), cluster_id, node_name, namespace, workload
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from pods_daily
