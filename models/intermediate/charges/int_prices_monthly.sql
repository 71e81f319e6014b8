with

charges as (

    select * from {{ ref('int_charges_daily') }}
    where
        charge_category = 'Usage'
        and charge_class is null
        and is_list_priced
        and coalesce(pricing_category, '') <> 'Dynamic'

),

usage_by_month as (

    select
        provider_name,
        service_name,
        sku_id,
        sku_meter,
        region_id,
        consumed_unit,
        billing_currency,
        billing_month,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost,
        sum(consumed_quantity) as consumed_quantity
    from charges
    group by all

),

-- A price by tier has no single price: its month is the average over what was used.
prices_monthly as (

    select
        provider_name,
        service_name,
        sku_id,
        sku_meter,
        region_id,
        consumed_unit,
        billing_currency,
        billing_month,
        cast(list_cost as double) / cast(consumed_quantity as double) as list_price,
        cast(contracted_cost as double) / cast(consumed_quantity as double)
            as contracted_price
    from usage_by_month
    where consumed_quantity > 0

)

select * from prices_monthly
