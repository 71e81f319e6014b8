with

prices as (select * from {{ ref('int_prices_listed') }}),

described_prices as (

    select
        provider_name,
        service_name,
        sku_id,
        sku_meter,
        region_id,
        consumed_unit,
        billing_currency,
        list_price,
        contracted_price,
        valid_from_date,
        valid_to_date
    from prices

)

select * from described_prices
