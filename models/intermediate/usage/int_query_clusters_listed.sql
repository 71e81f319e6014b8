with

queries as (select * from {{ ref('int_queries_daily') }}),

host_usage as (select * from {{ ref('stg_hosts__host_usage') }}),

host_roles as (select * from {{ ref('query_host_roles') }}),

engines_of_clusters as (

    select
        cluster_id,
        engine,
        sum(cpu_core_hours) as cpu_core_hours
    from queries
    group by cluster_id, engine

),

-- What two engines share is called after the one that needs more of it.
clusters_in_log as (

    select
        cluster_id,
        {{ value_of_largest('engine', 'cpu_core_hours') }} as engine
    from engines_of_clusters
    group by cluster_id

),

clusters_by_role as (

    select host_usage.cluster_id
    from host_usage
    inner join host_roles
        on host_usage.host_role = host_roles.host_role
    where host_usage.cluster_id is not null
    group by host_usage.cluster_id

),

-- An engine that has never logged a query is known by its machines, and called after its cluster.
clusters_listed as (

    select
        coalesce(clusters_in_log.cluster_id, clusters_by_role.cluster_id) as cluster_id,
        coalesce(clusters_in_log.engine, clusters_by_role.cluster_id) as engine
    from clusters_in_log
    full outer join clusters_by_role
        on clusters_in_log.cluster_id = clusters_by_role.cluster_id

)

select * from clusters_listed
