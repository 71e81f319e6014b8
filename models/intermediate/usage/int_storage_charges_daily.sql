with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

inventories as (select * from {{ ref('stg_storage__inventories') }}),

services as (select * from {{ ref('storage_services') }}),

skus_named as (select * from {{ ref('int_storage_skus_named') }}),

inventoried as (

    select resource_id from inventories
    group by resource_id

),

-- A store is what has been inventoried, or is billed by a service that sells nothing else.
storage_charges as (

    select
        charges.charge_date as usage_date,
        charges.resource_id,
        coalesce(skus_named.resource_kind, 'other') as resource_kind,
        skus_named.storage_class,
        exchange_rates.reporting_currency,
        {{ each_cost(
            'cast(sum(' ~ converted('charges.{cost}', 'exchange_rates.exchange_rate') ~ ') as '
            ~ type_money() ~ ')'
        ) }},
        count(*) as charge_count
    from charges
    inner join exchange_rates
        on
            charges.billing_currency = exchange_rates.billing_currency
            and charges.charge_date = exchange_rates.charge_date
    left join inventoried
        on charges.resource_id = inventoried.resource_id
    left join services
        on charges.service_name = services.service_name
    left join skus_named
        on charges.sku_meter = skus_named.sku_meter
    where inventoried.resource_id is not null or services.service_name is not null
    group by all

)

select * from storage_charges
