-- The intervals that lines of the month are about: its days, or their hours.
with

shape as (

    select
        hour,
        case when getvariable('is_hourly') then 1 else 24 end as hours,
        -- Consumers sleep: a day is quiet at night and busy in the evening, in parts per million.
        case
            when not getvariable('is_hourly') then 1000000
            else [
                820000, 740000, 690000, 660000, 650000, 680000, 760000, 860000,
                930000, 970000, 1000000, 1030000, 1070000, 1080000, 1090000, 1110000,
                1140000, 1180000, 1240000, 1300000, 1320000, 1290000, 1200000, 1190000
            ][hour + 1]
        end as shape_ppm
    from range(case when getvariable('is_hourly') then 24 else 1 end) as hours_of_day(hour)

)

select
    days.charge_date,
    days.day_number,
    shape.hours,
    shape.shape_ppm,
    cast(days.charge_date as timestamp) + to_hours(shape.hour) as period_start,
    cast(days.charge_date as timestamp) + to_hours(shape.hour + shape.hours) as period_end,
    strftime(cast(days.charge_date as timestamp) + to_hours(shape.hour), '%Y-%m-%dT%H:%M:%SZ')
    || '/'
    || strftime(
        cast(days.charge_date as timestamp) + to_hours(shape.hour + shape.hours),
        '%Y-%m-%dT%H:%M:%SZ'
    ) as time_interval,
    strftime(cast(days.charge_date as timestamp) + to_hours(shape.hour), '%y%m%d%H') as period_code
from days
cross join shape
where
    days.billing_month = getvariable('billing_month')
    and cast(days.charge_date as timestamp) + to_hours(shape.hour + shape.hours)
    <= getvariable('known_at')
