-- The meters of platforms, one row per day, platform and consumer. What a query engine serves is
-- the processor time of the queries in its log.
with

usage_days as (

    select
        usage.charge_date,
        platform_edges.platform,
        platform_edges.meter,
        platform_edges.consumer,
        platform_edges.consumer_type,
        platform_edges.quantity_unit,
        case
            when platform_edges.is_engine
                then usage.micro_quantity * engine_days.nano_core_hours_per_weight
            else usage.micro_quantity * 1000
        end as nano_quantity
    from usage_of_month as usage
    inner join platform_edges on usage.edge_number = platform_edges.edge_number
    left join engine_days
        on
            platform_edges.platform = engine_days.engine
            and usage.charge_date = engine_days.charge_date
    where usage.charge_date < cast(getvariable('known_at') as date)

)

select
    cast(charge_date as timestamp) as usage_start,
    cast(charge_date as timestamp) + interval 1 day as usage_end,
    platform,
    meter,
    consumer,
    consumer_type,
    cast(nano_quantity as decimal(28, 0)) * 0.000000001 as quantity,
    quantity_unit
from usage_days
where nano_quantity > 0
