with

source as (select * from {{ source('plans', 'plan_price_changes') }}),

price_changes as (

    select
        source_name,
        delivery,
        cast(effective_at as date) as effective_date,
        change_id,
        provider_name,
        service_name,
        sku_id,
        cast(price_ratio as {{ type_quantity() }}) as price_ratio,
        cast(announced_at as {{ dbt.type_timestamp() }}) as announced_at,
        reason,
        billing_month
    from source

)

select * from price_changes
