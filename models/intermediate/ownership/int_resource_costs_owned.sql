with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

profiles_owned as (select * from {{ ref('int_profiles_owned') }}),

skus_named as (select * from {{ ref('int_storage_skus_named') }}),

networks as (select * from {{ ref('int_kubernetes_networks_monthly') }}),

-- A resource belongs to whoever its charges belong to.
costs_owned as (

    select
        charges.billing_month,
        charges.charge_date,
        charges.resource_id,
        case
            when networks.sku_meter is not null then 'network'
            else
                concat_ws(
                    '/', coalesce(skus_named.resource_kind, 'other'), skus_named.storage_class
                )
        end as meter_id,
        profiles_owned.owner_id,
        profiles_owned.rule_id,
        charges.provider_name,
        charges.service_name,
        charges.cost_type,
        exchange_rates.reporting_currency,
        {{ each_cost(
            'cast(sum(' ~ converted('charges.{cost}', 'exchange_rates.exchange_rate') ~ ') as '
            ~ type_money() ~ ')'
        ) }}
    from charges
    inner join exchange_rates
        on
            charges.billing_currency = exchange_rates.billing_currency
            and charges.charge_date = exchange_rates.charge_date
    inner join profiles_owned
        on
            charges.attribute_profile_key = profiles_owned.attribute_profile_key
            and charges.charge_date >= profiles_owned.valid_from_date
            and charges.charge_date < profiles_owned.valid_to_date
    left join skus_named
        on charges.sku_meter = skus_named.sku_meter
    left join networks
        on
            charges.billing_month = networks.billing_month
            and charges.resource_id = networks.resource_id
            and charges.sku_meter = networks.sku_meter
    group by all

)

select * from costs_owned
