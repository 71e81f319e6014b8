with

charges as (select * from {{ ref('int_charges_daily') }}),

newest as (

    select max(charge_date) as charge_date
    from charges
    where charge_category = 'Usage'

),

costs_by_sku as (

    select
        charges.provider_name,
        charges.service_name,
        charges.sku_id,
        cast(sum(charges.effective_cost) as double) as effective_cost
    from charges
    cross join newest
    where
        charges.charge_category = 'Usage'
        and charges.charge_date
        > {{ dbt.dateadd('day', -var('service_mix_days'), 'newest.charge_date') }}
    group by charges.provider_name, charges.service_name, charges.sku_id

),

sku_cost_ratios as (

    select
        provider_name,
        service_name,
        sku_id,
        effective_cost / nullif(
            sum(effective_cost) over (partition by provider_name, service_name), 0
        ) as cost_ratio
    from costs_by_sku

)

select * from sku_cost_ratios
