with

baselines as (select * from {{ ref('int_scenario_baselines') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

months as (

    select
        as_of_date,
        forecast_month
    from baselines
    group by as_of_date, forecast_month

),

days as (

    select
        months.as_of_date,
        months.forecast_month,
        dates.calendar_date,
        cast(count(*) over (partition by months.forecast_month) as int) as month_day_count
    from months
    inner join dates
        on
            months.forecast_month <= dates.calendar_date
            and dates.calendar_date < {{ dbt.dateadd('month', 1, 'months.forecast_month') }}

)

select * from days
