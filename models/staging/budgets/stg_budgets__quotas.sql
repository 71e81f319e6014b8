with

source as (select * from {{ source('budgets', 'quotas') }}),

quotas as (

    select
        source_name,
        delivery,
        cast(quota_month_at as date) as quota_month,
        owner_id,
        resource_kind,
        cast(quota_quantity as {{ type_quantity() }}) as quota_quantity,
        quantity_unit,
        billing_month
    from source

)

select * from quotas
