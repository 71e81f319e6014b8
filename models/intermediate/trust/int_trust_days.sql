with

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

newest as (

    select {{ known_date('delivery') }} as known_date
    from deliveries

),

trust_days as (

    select dates.calendar_date as trust_date
    from newest
    inner join dates
        on
            newest.known_date >= dates.calendar_date
            and cast(
                {{ dbt.dateadd('day', -var('trust_days'), 'newest.known_date') }} as date
            ) < dates.calendar_date

)

select * from trust_days
