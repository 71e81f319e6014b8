with

charges as (select * from {{ ref('int_resource_charges_converted') }}),

kinds as (select * from {{ ref('int_host_kinds_monthly') }}),

costs_split as (

    select
        charges.charge_date as usage_date,
        charges.resource_id,
        kinds.resource_kind,
        kinds.quantity_unit,
        charges.reporting_currency,
        {{ conserved_share(
            'charges.effective_cost', 'kinds.host_ratio',
            ['charges.charge_date', 'charges.billing_month', 'charges.resource_id'],
            ['kinds.resource_kind']
        ) }} as effective_cost
    from charges
    inner join kinds
        on
            charges.resource_id = kinds.resource_id
            and charges.billing_month = kinds.billing_month

)

select * from costs_split
