with

nodes as (select * from {{ ref('int_kubernetes_nodes_monthly') }}),

charges as (select * from {{ ref('int_resource_charges_daily') }}),

meters as (select * from {{ ref('network_meters') }}),

-- Where pods say how many bytes they moved, charges for bytes are theirs; else a node is one thing.
networks_monthly as (

    select
        charges.billing_month,
        charges.resource_id,
        charges.sku_meter
    from charges
    inner join nodes
        on
            charges.billing_month = nodes.billing_month
            and charges.resource_id = nodes.resource_id
            and nodes.meter_id = 'network'
    inner join meters
        on lower(charges.sku_meter) like meters.sku_pattern
    group by charges.billing_month, charges.resource_id, charges.sku_meter

)

select * from networks_monthly
