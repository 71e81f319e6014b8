with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

inventories as (select * from {{ ref('stg_storage__inventories') }}),

services as (select * from {{ ref('storage_services') }}),

meters as (select * from {{ ref('storage_meters') }}),

inventoried as (

    select resource_id from inventories
    group by resource_id

),

skus as (

    select sku_meter from charges
    group by sku_meter

),

skus_ranked as (

    select
        skus.sku_meter,
        meters.resource_kind,
        meters.storage_class,
        row_number() over (partition by skus.sku_meter order by meters.priority) as meter_rank
    from skus
    inner join meters
        on lower(skus.sku_meter) like meters.sku_pattern

),

-- A store is what has been inventoried, or is billed by a service that sells nothing else.
storage_charges as (

    select
        charges.charge_date as usage_date,
        charges.resource_id,
        coalesce(skus_ranked.resource_kind, 'other') as resource_kind,
        skus_ranked.storage_class,
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
    left join skus_ranked
        on
            charges.sku_meter = skus_ranked.sku_meter
            and skus_ranked.meter_rank = 1
    where inventoried.resource_id is not null or services.service_name is not null
    group by all

)

select * from storage_charges
