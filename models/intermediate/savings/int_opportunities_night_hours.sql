with

machines as (select * from {{ ref('int_machines_measured') }}),

-- Whoever works with it sleeps at night. What serves customers, or nobody knows whom, is left be.
opportunities as (

    select
        {{ opportunity_columns('cast(daily_running_hours as ' ~ type_quantity() ~ ')') }}
    from machines
    where
        detector_id = 'night_hours'
        and environment not in ('production', 'shared', 'unknown')
        and daily_running_hours >= threshold_quantity

)

select * from opportunities
