with

fiscal_dates as (select * from {{ ref('int_fiscal_dates') }}),

dates as (

    select
        calendar_date,
        {{ month_of('calendar_date') }} as calendar_month,
        calendar_year,
        cast(floor((month_number + 2) / 3) as bigint) as calendar_quarter_number,
        {{ iso_weekday('calendar_date') }} as iso_weekday_number,
        fiscal_year,
        cast(floor((fiscal_month_number + 2) / 3) as bigint) as fiscal_quarter_number,
        fiscal_month_number,
        {{ iso_weekday('calendar_date') }} >= 6 as is_weekend
    from fiscal_dates

)

select * from dates
