with

nodes as (select * from {{ ref('int_kubernetes_nodes_monthly') }}),

volumes as (select * from {{ ref('int_kubernetes_volumes_daily') }}),

query_hosts as (select * from {{ ref('int_query_hosts_monthly') }}),

stores as (select * from {{ ref('int_storage_charges_daily') }}),

node_resources as (

    select
        billing_month,
        resource_id
    from nodes
    group by billing_month, resource_id

),

-- A pool is what one set of holders shares. A machine on which pods run is shared by them, whatever
-- else it is.
pools as (

    select
        'kubernetes_nodes' as split_id,
        billing_month,
        resource_id,
        meter_id,
        concat_ws('/', cluster_id, node_name, resource_kind) as pool_id,
        host_ratio as pool_ratio
    from nodes
    union all
    select
        'query_engines' as split_id,
        query_hosts.billing_month,
        query_hosts.resource_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        concat_ws('/', query_hosts.cluster_id, query_hosts.resource_kind) as pool_id,
        query_hosts.host_ratio as pool_ratio
    from query_hosts
    left join node_resources
        on
            query_hosts.billing_month = node_resources.billing_month
            and query_hosts.resource_id = node_resources.resource_id
    where node_resources.resource_id is null
    union all
    select
        'kubernetes_volumes' as split_id,
        {{ month_of('usage_date') }} as billing_month,
        resource_id,
        cast(null as {{ dbt.type_string() }}) as meter_id,
        resource_id as pool_id,
        cast(1 as {{ type_ratio() }}) as pool_ratio
    from volumes
    group by {{ month_of('usage_date') }}, resource_id
    union all
    select
        'stores' as split_id,
        {{ month_of('usage_date') }} as billing_month,
        resource_id,
        concat_ws('/', resource_kind, storage_class) as meter_id,
        concat_ws('/', resource_id, resource_kind, storage_class) as pool_id,
        cast(1 as {{ type_ratio() }}) as pool_ratio
    from stores
    group by {{ month_of('usage_date') }}, resource_id, resource_kind, storage_class

)

select * from pools
