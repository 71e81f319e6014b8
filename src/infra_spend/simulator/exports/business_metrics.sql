with

known as (

    select
        cast(metric_at as timestamp) as metric_at,
        metric_name,
        product,
        cast(value as decimal(18, 0)) as value,
        unit
    from business_metrics
    where
        date_trunc('month', metric_at) = getvariable('billing_month')
        and metric_at < date_trunc('day', getvariable('known_at'))

)

select * from known
order by metric_name, metric_at
