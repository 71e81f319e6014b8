with

charges as (select * from {{ ref('int_resource_charges_converted') }}),

nodes as (select * from {{ ref('int_kubernetes_nodes_monthly') }}),

shares as (

    select
        charges.charge_date as usage_date,
        charges.resource_id,
        nodes.cluster_id,
        nodes.node_name,
        nodes.resource_kind,
        nodes.quantity_unit,
        nodes.host_ratio,
        charges.reporting_currency,
        charges.effective_cost as host_cost,
        {{ money('charges.effective_cost * nodes.host_ratio') }} as share_cost
    from charges
    inner join nodes
        on
            charges.resource_id = nodes.resource_id
            and charges.billing_month = nodes.billing_month

),

node_costs as (

    select
        usage_date,
        resource_id,
        cluster_id,
        node_name,
        resource_kind,
        quantity_unit,
        reporting_currency,
        {{ conserved_share(
            'share_cost', 'host_cost', ['usage_date', 'resource_id'],
            'host_ratio', ['cluster_id', 'node_name', 'resource_kind']
        ) }} as effective_cost
    from shares

)

select * from node_costs
