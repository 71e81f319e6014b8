with

calendar as (

    {{ dbt.date_spine(
        'day',
        "cast('" ~ var('calendar_start_date') ~ "' as date)",
        "cast('" ~ var('calendar_end_date') ~ "' as date)"
    ) }}

),

fiscal_calendars as (select * from {{ ref('fiscal_calendars') }}),

-- A fiscal year bears the number of the calendar year in which it ends.
fiscal_dates as (

    select
        cast(calendar.date_day as date) as calendar_date,
        fiscal_calendars.fiscal_year_start_month,
        cast(extract(year from calendar.date_day) as bigint) as calendar_year,
        cast(extract(month from calendar.date_day) as bigint) as month_number,
        mod(
            cast(extract(month from calendar.date_day) as bigint)
            - fiscal_calendars.fiscal_year_start_month + 12, 12
        ) as months_into_fiscal_year
    from calendar
    inner join fiscal_calendars
        on
            calendar.date_day >= fiscal_calendars.valid_from_date
            and calendar.date_day < coalesce(fiscal_calendars.valid_to_date, {{ far_future() }})

),

dates as (

    select
        calendar_date,
        cast({{ dbt.date_trunc('month', 'calendar_date') }} as date) as calendar_month,
        calendar_year,
        cast(floor((month_number + 2) / 3) as bigint) as calendar_quarter_number,
        {{ iso_weekday('calendar_date') }} as iso_weekday_number,
        calendar_year
        + case
            when fiscal_year_start_month > 1 and month_number >= fiscal_year_start_month then 1 else 0
        end as fiscal_year,
        cast(floor(months_into_fiscal_year / 3) + 1 as bigint) as fiscal_quarter_number,
        cast(months_into_fiscal_year + 1 as bigint) as fiscal_month_number,
        {{ iso_weekday('calendar_date') }} >= 6 as is_weekend
    from fiscal_dates

)

select * from dates
