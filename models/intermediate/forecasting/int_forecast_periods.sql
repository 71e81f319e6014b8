with

costs as (select * from {{ ref('int_forecast_costs_daily') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

as_of as (

    select max(as_of_date) as as_of_date
    from costs

),

periods_of_days as (

    select
        calendar_date,
        'month' as period_name,
        concat_ws('-', fiscal_year, fiscal_month_number) as period_id
    from dates
    union all
    select
        calendar_date,
        'quarter' as period_name,
        concat_ws('-', fiscal_year, cast(ceil(fiscal_month_number / 3.0) as int)) as period_id
    from dates
    union all
    select
        calendar_date,
        'fiscal_year' as period_name,
        cast(fiscal_year as {{ dbt.type_string() }}) as period_id
    from dates

),

-- The periods that are not over yet: those of the first day that is forecast.
periods as (

    select
        periods_of_days.period_name,
        as_of.as_of_date,
        min(periods_of_days.calendar_date) as period_from_date,
        cast({{ dbt.dateadd('day', 1, 'max(periods_of_days.calendar_date)') }} as date)
            as period_to_date
    from periods_of_days
    inner join periods_of_days as first_days
        on
            periods_of_days.period_name = first_days.period_name
            and periods_of_days.period_id = first_days.period_id
    inner join as_of
        on first_days.calendar_date = {{ dbt.dateadd('day', 1, 'as_of.as_of_date') }}
    group by periods_of_days.period_name, as_of.as_of_date

),

periods_with_days as (

    select
        period_name,
        as_of_date,
        period_from_date,
        period_to_date,
        cast({{ days_between('as_of_date', 'period_to_date') }} - 1 as int) as days_left_count
    from periods

)

select * from periods_with_days
