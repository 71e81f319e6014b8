with

source as (select * from {{ source('usage', 'platform_usage') }}),

platform_usage as (

    select
        source_name,
        delivery,
        lower(trim(platform)) as platform_name,
        lower(trim(meter)) as meter_name,
        nullif(lower(trim(consumer)), '') as consumer_name,
        lower(trim(consumer_type)) as consumer_type,
        quantity_unit,
        cast(quantity as {{ type_quantity() }}) as metered_quantity,
        cast(usage_start as {{ dbt.type_timestamp() }}) as interval_started_at,
        billing_month
    from source

)

select * from platform_usage
