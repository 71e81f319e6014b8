with

meters as (select * from {{ ref('int_platform_meters_weighted') }}),

-- A quantity below zero is no part of anything: a test names it, and the others share the cost.
usage_daily as (

    select
        charge_date,
        platform,
        consumer,
        sum(weighted_quantity) as quantity
    from meters
    where metered_quantity >= 0
    group by charge_date, platform, consumer

)

select * from usage_daily
