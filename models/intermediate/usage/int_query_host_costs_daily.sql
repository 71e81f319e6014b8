with

charges as (select * from {{ ref('int_resource_charges_converted') }}),

hosts as (select * from {{ ref('int_query_hosts_monthly') }}),

host_costs as (

    select
        charges.charge_date as usage_date,
        charges.resource_id,
        hosts.cluster_id,
        hosts.resource_kind,
        charges.reporting_currency,
        {{ each_cost(conserved_share(
            'charges.{cost}', 'hosts.host_ratio',
            ['charges.charge_date', 'charges.billing_month', 'charges.resource_id'],
            ['hosts.cluster_id', 'hosts.resource_kind']
        )) }},
        hosts.host_ratio
    from charges
    inner join hosts
        on
            charges.resource_id = hosts.resource_id
            and charges.billing_month = hosts.billing_month

)

select * from host_costs
