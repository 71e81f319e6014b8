with

dated as (

    select
        event_id,
        kind,
        service_id,
        workload,
        cast(
            getvariable('first_month') + cast(start_day as integer) as date
        ) as start_date,
        cast(getvariable('first_month') + cast(stop_day as integer) as date) as end_date,
        cast(factor as decimal(8, 4)) as factor
    from events
    where kind = 'launch'

)

select * from dated
order by event_id
