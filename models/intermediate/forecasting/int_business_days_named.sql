with

calendar as (select * from {{ ref('business_calendar') }}),

days_named as (

    select
        event_date,
        event_name
    from calendar

)

select * from days_named
