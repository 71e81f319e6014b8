with

calendar as (

    {{ dbt.date_spine(
        'day',
        "cast('" ~ var('calendar_start_date') ~ "' as date)",
        "cast('" ~ var('calendar_end_date') ~ "' as date)"
    ) }}

),

fiscal_calendars as (select * from {{ ref('fiscal_calendars') }}),

days as (

    select
        cast(date_day as date) as calendar_date,
        cast(extract(year from date_day) as bigint) as calendar_year,
        cast(extract(month from date_day) as bigint) as month_number
    from calendar

),

-- A fiscal year bears the number of the calendar year in which it ends.
fiscal_dates as (

    select
        days.calendar_date,
        days.calendar_year,
        days.month_number,
        days.calendar_year
        + case
            when
                fiscal_calendars.fiscal_year_start_month > 1
                and days.month_number >= fiscal_calendars.fiscal_year_start_month
                then 1
            else 0
        end as fiscal_year,
        mod(days.month_number - fiscal_calendars.fiscal_year_start_month + 12, 12) + 1
            as fiscal_month_number
    from days
    inner join fiscal_calendars
        on
            days.calendar_date >= fiscal_calendars.valid_from_date
            and days.calendar_date < coalesce(fiscal_calendars.valid_to_date, {{ far_future() }})

)

select * from fiscal_dates
