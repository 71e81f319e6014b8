with

nodes_daily as (select * from {{ ref('int_kubernetes_nodes_daily') }}),

weights as (select * from {{ ref('kubernetes_resource_weights') }}),

-- How much of a node is each kind of resource: its capacity at the weights of the seed.
kinds_of_node as (

    select
        {{ month_of('nodes_daily.usage_date') }} as billing_month,
        nodes_daily.resource_id,
        nodes_daily.cluster_id,
        nodes_daily.node_name,
        nodes_daily.resource_kind,
        nodes_daily.quantity_unit,
        case when nodes_daily.resource_kind = 'network' then 'network' end as meter_id,
        sum(
            cast(weights.weight_per_unit as double) * cast(nodes_daily.capacity_quantity as double)
        ) as kind_weight
    from nodes_daily
    inner join weights
        on
            nodes_daily.resource_kind = weights.resource_kind
            and nodes_daily.usage_date >= weights.valid_from_date
            and nodes_daily.usage_date < coalesce(weights.valid_to_date, {{ far_future() }})
    where nodes_daily.resource_id is not null
    group by all

),

-- A billed host that two nodes name in one month is shared by them, and apart what it is billed for
-- by bytes.
nodes_monthly as (

    select
        billing_month,
        resource_id,
        cluster_id,
        node_name,
        resource_kind,
        quantity_unit,
        meter_id,
        {{ ratio('kind_weight', 'sum(kind_weight) over host') }} as host_ratio
    from kinds_of_node
    window host as (partition by billing_month, resource_id, meter_id)

)

select * from nodes_monthly
