with

host_usage as (select * from {{ ref('stg_hosts__host_usage') }}),

clusters as (select * from {{ ref('int_query_clusters_listed') }}),

hosts as (

    select
        cast(host_usage.interval_started_at as date) as usage_date,
        host_usage.cluster_id,
        host_usage.resource_id,
        sum(host_usage.cpu_capacity_core_seconds) as cpu_capacity_core_seconds,
        sum(coalesce(host_usage.memory_capacity_byte_seconds, 0)) as memory_capacity_byte_seconds
    from host_usage
    inner join clusters
        on host_usage.cluster_id = clusters.cluster_id
    group by
        cast(host_usage.interval_started_at as date), host_usage.cluster_id, host_usage.resource_id

),

hosts_daily as (

    select
        usage_date,
        cluster_id,
        resource_id,
        'cpu' as resource_kind,
        {{ core_hours('cpu_capacity_core_seconds') }} as capacity_quantity
    from hosts
    union all
    select
        usage_date,
        cluster_id,
        resource_id,
        'memory' as resource_kind,
        {{ gib_hours('memory_capacity_byte_seconds') }} as capacity_quantity
    from hosts

)

select * from hosts_daily
