{%- set key = [
    'provider_name', 'service_name', 'sku_id', 'sku_meter', 'region_id', 'consumed_unit',
    'billing_currency',
] -%}

with

prices as (select * from {{ ref('int_prices_monthly') }}),

prices_with_before as (

    select
        *,
        lag(list_price) over (
            partition by {{ key | join(', ') }} order by billing_month
        ) as list_price_before,
        lag(contracted_price) over (
            partition by {{ key | join(', ') }} order by billing_month
        ) as contracted_price_before
    from prices

),

-- A price lasts until a month with another one; a month without usage does not end it.
prices_changed as (

    select * from prices_with_before
    where
        list_price_before is null
        or abs(list_price - list_price_before)
        > {{ var('price_tolerance_ratio') }} * abs(list_price_before)
        or abs(contracted_price - contracted_price_before)
        > {{ var('price_tolerance_ratio') }} * abs(contracted_price_before)

),

prices_listed as (

    select
        {% for name in key %}
        {{ name }},
        {% endfor %}
        cast(list_price as {{ type_money() }}) as list_price,
        cast(contracted_price as {{ type_money() }}) as contracted_price,
        billing_month as valid_from_date,
        lead(billing_month) over (
            partition by {{ key | join(', ') }} order by billing_month
        ) as valid_to_date
    from prices_changed

)

select * from prices_listed
