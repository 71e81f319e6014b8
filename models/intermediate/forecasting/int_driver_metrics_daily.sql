with

metrics as (select * from {{ ref('stg_business_metrics__metrics') }}),

metrics_daily as (

    select
        concat_ws('/', metric_name, product) as driver_id,
        metric_name,
        product,
        cast(metric_at as date) as metric_date,
        cast(sum(metric_quantity) as {{ type_quantity() }}) as metric_quantity
    from metrics
    group by all

)

select * from metrics_daily
