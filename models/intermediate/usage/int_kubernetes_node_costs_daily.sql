with

charges as (select * from {{ ref('int_resource_charges_converted') }}),

nodes as (select * from {{ ref('int_kubernetes_nodes_monthly') }}),

node_costs as (

    select
        charges.charge_date as usage_date,
        charges.resource_id,
        nodes.cluster_id,
        nodes.node_name,
        nodes.resource_kind,
        nodes.quantity_unit,
        charges.reporting_currency,
        {{ conserved_share(
            'charges.effective_cost', 'nodes.host_ratio',
            ['charges.charge_date', 'charges.resource_id'],
            ['nodes.cluster_id', 'nodes.node_name', 'nodes.resource_kind']
        ) }} as effective_cost
    from charges
    inner join nodes
        on
            charges.resource_id = nodes.resource_id
            and charges.billing_month = nodes.billing_month

)

select * from node_costs
