with

known as (

    select
        cast(plan_month as timestamp) as plan_month_at,
        plan_version,
        scenario,
        metric_name,
        product,
        cast(value_low as decimal(18, 0)) as value_low,
        cast(value as decimal(18, 0)) as value,
        cast(value_high as decimal(18, 0)) as value_high,
        reason
    from driver_plan
    where
        plan_month = getvariable('billing_month')
        and reviewed_at <= getvariable('known_at')

)

select * from known
order by plan_version, scenario, metric_name
