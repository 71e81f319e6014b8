with

charges as (select * from {{ ref('int_resource_charges_converted') }}),

costs_owned as (select * from {{ ref('int_resource_costs_owned') }}),

nodes as (select * from {{ ref('int_kubernetes_nodes_monthly') }}),

charged_by_bytes as (

    select
        charge_date,
        billing_month,
        resource_id,
        reporting_currency,
        meter_id,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost
    from costs_owned
    where meter_id = 'network'
    group by charge_date, billing_month, resource_id, reporting_currency, meter_id

),

-- A host is billed for what moves through it, and for all else.
charges_by_meter as (

    select * from charged_by_bytes
    union all
    select
        charges.charge_date,
        charges.billing_month,
        charges.resource_id,
        charges.reporting_currency,
        null as meter_id,
        {{ money('charges.effective_cost - coalesce(charged_by_bytes.effective_cost, 0)') }}
            as effective_cost
    from charges
    left join charged_by_bytes
        on
            charges.charge_date = charged_by_bytes.charge_date
            and charges.billing_month = charged_by_bytes.billing_month
            and charges.resource_id = charged_by_bytes.resource_id

),

node_costs as (

    select
        charges_by_meter.charge_date as usage_date,
        charges_by_meter.resource_id,
        nodes.cluster_id,
        nodes.node_name,
        nodes.resource_kind,
        nodes.quantity_unit,
        charges_by_meter.reporting_currency,
        {{ conserved_share(
            'charges_by_meter.effective_cost', 'nodes.host_ratio',
            [
                'charges_by_meter.charge_date', 'charges_by_meter.resource_id',
                'charges_by_meter.meter_id',
            ],
            ['nodes.cluster_id', 'nodes.node_name', 'nodes.resource_kind']
        ) }} as effective_cost
    from charges_by_meter
    inner join nodes
        on
            charges_by_meter.resource_id = nodes.resource_id
            and charges_by_meter.billing_month = nodes.billing_month
            and coalesce(charges_by_meter.meter_id, '') = coalesce(nodes.meter_id, '')

)

select * from node_costs
