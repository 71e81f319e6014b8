-- A meter that repeats its last value looks alive, so no metric is the same on four days in a row.
{{ config(severity='warn') }}

with

metrics as (select * from {{ ref('stg_business_metrics__metrics') }}),

metrics_with_days_before as (

    select
        metric_name,
        product,
        metric_at,
        metric_quantity,
        lag(metric_quantity, 1) over (
            partition by metric_name, product order by metric_at
        ) as quantity_before,
        lag(metric_quantity, 2) over (
            partition by metric_name, product order by metric_at
        ) as second_quantity_before,
        lag(metric_quantity, 3) over (
            partition by metric_name, product order by metric_at
        ) as third_quantity_before
    from metrics

)

select *
from metrics_with_days_before
where
    metric_quantity <> 0
    and metric_quantity = quantity_before
    and quantity_before = second_quantity_before
    and second_quantity_before = third_quantity_before
