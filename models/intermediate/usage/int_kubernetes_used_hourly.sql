with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

workloads_owned as (select * from {{ ref('int_workloads_owned') }}),

clusters as (select * from {{ ref('int_kubernetes_clusters_monthly') }}),

pod_intervals as (

    select
        billing_month,
        cast(interval_started_at as date) as usage_date,
        cluster_id,
        namespace,
        workload,
        extract(hour from interval_started_at) as first_hour,
        {{ last_hour('interval_started_at', 'interval_ended_at') }} as last_hour,
        sum(cpu_used_core_seconds) as cpu_used_core_seconds,
        sum(memory_used_byte_seconds) as memory_used_byte_seconds,
        sum(gpu_used_seconds) as gpu_used_seconds
    from pod_usage
    group by all

),

pods_owned as (

    select
        pod_intervals.usage_date,
        coalesce(workloads_owned.owner_id, 'unallocated') as owner_id,
        coalesce(clusters.provider_name, 'unknown') as provider_name,
        coalesce(clusters.service_name, 'unknown') as service_name,
        pod_intervals.first_hour,
        pod_intervals.last_hour,
        {{ core_hours('sum(pod_intervals.cpu_used_core_seconds)') }} as cpu_quantity,
        {{ gib_hours('sum(pod_intervals.memory_used_byte_seconds)') }} as memory_quantity,
        {{ core_hours('sum(pod_intervals.gpu_used_seconds)') }} as gpu_quantity
    from pod_intervals
    left join workloads_owned
        on
            pod_intervals.usage_date = workloads_owned.usage_date
            and pod_intervals.namespace = workloads_owned.namespace
            and pod_intervals.workload = workloads_owned.workload
    left join clusters
        on
            pod_intervals.billing_month = clusters.billing_month
            and pod_intervals.cluster_id = clusters.cluster_id
    group by all

),

used_hourly as (

    {% for resource_kind in ['cpu', 'memory', 'gpu'] %}
    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        '{{ resource_kind }}' as resource_kind,
        first_hour,
        last_hour,
        {{ resource_kind }}_quantity as used_quantity
    from pods_owned
    where {{ resource_kind }}_quantity is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from used_hourly
