with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

meters as (select * from {{ ref('storage_meters') }}),

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

skus_named as (

    select
        sku_meter,
        resource_kind,
        storage_class
    from skus_ranked
    where meter_rank = 1

)

select * from skus_named
