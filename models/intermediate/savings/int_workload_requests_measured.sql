-- depends_on: {{ ref('int_billing_months') }}
with

pod_usage as (

    select * from {{ ref('stg_kubernetes__pod_usage') }}
    where {{ in_newest_months('billing_month', var('opportunity_days')) }}

),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where subject_kind = 'workload'

),

-- All pods of a workload together: one that rests while another works needs its own request.
intervals as (

    select
        detectors.detector_id,
        pod_usage.cluster_id,
        pod_usage.namespace,
        pod_usage.workload,
        pod_usage.interval_started_at,
        {{ ratio('sum(cpu_used_core_seconds)', 'sum(cpu_requested_core_seconds)') }} as cpu_ratio,
        {{ ratio('sum(memory_used_byte_seconds)', 'sum(memory_requested_byte_seconds)') }}
            as memory_ratio
    from pod_usage
    inner join detectors
        on
            cast(pod_usage.interval_started_at as date) >= detectors.first_date
            and cast(pod_usage.interval_started_at as date) <= detectors.last_date
    group by
        detectors.detector_id, pod_usage.cluster_id, pod_usage.namespace, pod_usage.workload,
        pod_usage.interval_started_at

),

intervals_by_kind as (

    {% for resource_kind in ['cpu', 'memory'] %}
    select
        detector_id,
        cluster_id,
        namespace,
        workload,
        '{{ resource_kind }}' as resource_kind,
        interval_started_at,
        {{ resource_kind }}_ratio as used_ratio
    from intervals
    where {{ resource_kind }}_ratio is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

intervals_ranked as (

    select
        *,
        row_number() over (
            partition by detector_id, cluster_id, namespace, workload, resource_kind
            order by used_ratio, interval_started_at
        ) as ratio_rank,
        count(*) over (
            partition by detector_id, cluster_id, namespace, workload, resource_kind
        ) as interval_count
    from intervals_by_kind

),

-- The smallest part of its request that is enough in 95 of 100 intervals.
requests_measured as (

    select
        detector_id,
        cluster_id,
        namespace,
        workload,
        resource_kind,
        min(case when ratio_rank * 100 >= interval_count * 95 then used_ratio end)
            as p95_used_ratio
    from intervals_ranked
    group by detector_id, cluster_id, namespace, workload, resource_kind

)

select * from requests_measured
