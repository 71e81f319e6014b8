with

nodes as (select * from {{ ref('int_kubernetes_nodes_daily') }}),

node_costs as (select * from {{ ref('int_kubernetes_node_costs_daily') }}),

-- A node may cost money on a day without pods, and run pods on a day without a bill: both stay.
supply as (

    select
        coalesce(nodes.usage_date, node_costs.usage_date) as usage_date,
        coalesce(nodes.cluster_id, node_costs.cluster_id) as cluster_id,
        coalesce(nodes.node_name, node_costs.node_name) as node_name,
        coalesce(nodes.resource_kind, node_costs.resource_kind) as resource_kind,
        coalesce(nodes.quantity_unit, node_costs.quantity_unit) as quantity_unit,
        coalesce(node_costs.reporting_currency, '{{ var("reporting_currency") }}')
            as reporting_currency,
        coalesce(node_costs.effective_cost, 0) as effective_cost,
        coalesce(nodes.capacity_quantity, 0) as capacity_quantity
    from nodes
    full outer join node_costs
        on
            nodes.usage_date = node_costs.usage_date
            and nodes.cluster_id = node_costs.cluster_id
            and nodes.node_name = node_costs.node_name
            and nodes.resource_kind = node_costs.resource_kind

)

select * from supply
