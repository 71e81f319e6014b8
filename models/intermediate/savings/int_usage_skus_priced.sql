{%- set key = [
    'provider_name', 'service_name', 'sku_id', 'sku_meter', 'region_id', 'consumed_unit',
] -%}

with

charges as (

    select * from {{ ref('int_charges_daily') }}
    where
        charge_category = 'Usage'
        and charge_class is null
        and is_list_priced
        and consumed_quantity is not null

),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

services as (select * from {{ ref('int_services_categorised') }}),

usage_kinds as (select * from {{ ref('usage_kinds') }}),

-- What a bill leaves empty is one SKU of the service.
usage_by_month as (

    select
        {% for name in key %}
        coalesce(charges.{{ name }}, '') as {{ name }},
        {% endfor %}
        rates.reporting_currency,
        charges.billing_month,
        sum({{ converted('charges.list_cost', 'rates.exchange_rate') }}) as list_cost,
        sum(charges.consumed_quantity) as consumed_quantity
    from charges
    inner join rates
        on
            charges.billing_currency = rates.billing_currency
            and charges.charge_date = rates.charge_date
    group by all

),

-- The first price never changes when months are added, as the newest would.
skus_with_first_price as (

    select
        {{ key | join(',\n        ') }},
        reporting_currency,
        min_by(
            cast(list_cost as double) / cast(consumed_quantity as double), billing_month
        ) as constant_list_price
    from usage_by_month
    where consumed_quantity > 0
    group by all

),

skus_with_kinds as (

    select
        skus.*,
        usage_kinds.usage_kind,
        row_number() over (
            partition by
                {% for name in key %}
                skus.{{ name }},
                {% endfor %}
                skus.reporting_currency
            order by usage_kinds.priority, usage_kinds.sku_meter_pattern
        ) as place
    from skus_with_first_price as skus
    left join services
        on
            skus.provider_name = services.provider_name
            and skus.service_name = services.service_name
    inner join usage_kinds
        on
            skus.sku_meter like usage_kinds.sku_meter_pattern
            and coalesce(services.service_category, 'Other')
            = coalesce(usage_kinds.service_category, services.service_category, 'Other')

),

skus_priced as (

    select
        {{ key | join(',\n        ') }},
        reporting_currency,
        constant_list_price,
        usage_kind
    from skus_with_kinds
    where place = 1

)

select * from skus_priced
