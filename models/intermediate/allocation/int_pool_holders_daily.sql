with

nodes_split as (select * from {{ ref('int_kubernetes_costs_split') }}),

volumes_split as (select * from {{ ref('int_kubernetes_volume_costs_split') }}),

workloads_owned as (select * from {{ ref('int_workloads_owned') }}),

queries_split as (select * from {{ ref('int_query_costs_split') }}),

stores_split as (select * from {{ ref('int_storage_costs_split') }}),

holders as (

    select
        nodes_split.usage_date,
        'kubernetes_nodes' as split_id,
        concat_ws('/', nodes_split.cluster_id, nodes_split.node_name, nodes_split.resource_kind)
            as pool_id,
        workloads_owned.owner_id,
        nodes_split.is_idle,
        nodes_split.is_shared,
        nodes_split.node_ratio as pool_ratio
    from nodes_split
    left join workloads_owned
        on
            nodes_split.usage_date = workloads_owned.usage_date
            and nodes_split.namespace = workloads_owned.namespace
            and nodes_split.workload = workloads_owned.workload
    union all
    select
        volumes_split.usage_date,
        'kubernetes_volumes' as split_id,
        volumes_split.resource_id as pool_id,
        workloads_owned.owner_id,
        false as is_idle,
        false as is_shared,
        volumes_split.volume_ratio as pool_ratio
    from volumes_split
    left join workloads_owned
        on
            volumes_split.usage_date = workloads_owned.usage_date
            and volumes_split.namespace = workloads_owned.namespace
            and volumes_split.workload = workloads_owned.workload
    union all
    select
        usage_date,
        'query_engines' as split_id,
        concat_ws('/', cluster_id, resource_kind) as pool_id,
        nullif(owner_id, 'unallocated') as owner_id,
        is_idle,
        false as is_shared,
        cluster_ratio as pool_ratio
    from queries_split
    union all
    select
        usage_date,
        'stores' as split_id,
        concat_ws('/', resource_id, resource_kind, metered_class) as pool_id,
        nullif(owner_id, 'unallocated') as owner_id,
        false as is_idle,
        false as is_shared,
        meter_ratio as pool_ratio
    from stores_split

),

pool_holders as (

    select
        usage_date,
        split_id,
        pool_id,
        case when is_idle or is_shared then null else owner_id end as owner_id,
        case
            when is_idle then 'idle'
            when is_shared then 'system'
            when owner_id is null then 'unowned'
            else 'owned'
        end as holder_class,
        sum(pool_ratio) as pool_ratio
    from holders
    group by all

)

select * from pool_holders
