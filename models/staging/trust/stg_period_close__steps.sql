with

source as (select * from {{ source('period_close', 'close_steps') }}),

steps as (

    select
        billing_month,
        delivery,
        step,
        reason,
        checks,
        content_hash,
        cast(stepped_at as {{ dbt.type_timestamp() }}) as stepped_at
    from source

)

select * from steps
