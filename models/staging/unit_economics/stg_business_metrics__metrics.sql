with

source as (select * from {{ source('business_metrics', 'business_metrics') }}),

metrics as (

    select
        source_name,
        delivery,
        cast(metric_at as {{ dbt.type_timestamp() }}) as metric_at,
        metric_name,
        product,
        cast(value as {{ type_quantity() }}) as metric_quantity,
        unit as metric_unit,
        billing_month
    from source

)

select * from metrics
