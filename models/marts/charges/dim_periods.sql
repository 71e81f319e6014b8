with

costs as (select * from {{ ref('int_costs_monthly') }}),

fiscal_dates as (select * from {{ ref('int_fiscal_dates') }}),

months_charged as (

    select
        charge_month,
        min(first_charge_date) as first_charge_date,
        max(last_charge_date) as last_charge_date
    from costs
    group by charge_month

),

months_spanned as (

    select
        min(charge_month) as oldest_month,
        max(charge_month) as newest_month
    from months_charged

),

-- A month between others in which nothing was charged can be chosen, too.
months as (

    select
        fiscal_dates.calendar_date as calendar_month,
        months_spanned.newest_month
    from fiscal_dates
    inner join months_spanned
        on
            fiscal_dates.calendar_date >= months_spanned.oldest_month
            and fiscal_dates.calendar_date <= months_spanned.newest_month
    where fiscal_dates.calendar_date = {{ month_of('fiscal_dates.calendar_date') }}

),

-- The newest month counts as whole only when a later one is there: its last days are billed last.
periods as (

    select
        months.calendar_month,
        substr(cast(months.calendar_month as {{ dbt.type_string() }}), 1, 7) as month_label,
        cast(
            (extract(year from months.newest_month) - extract(year from months.calendar_month)) * 12
            + extract(month from months.newest_month) - extract(month from months.calendar_month)
            as bigint
        ) as months_back_count,
        months.calendar_month = months.newest_month as is_newest,
        case
            when months.calendar_month = months.newest_month
                then cast({{ dbt.dateadd('month', -1, 'months.calendar_month') }} as date)
            else months.calendar_month
        end as last_whole_month,
        cast({{ dbt.dateadd('month', 1, 'months.calendar_month') }} as date) as next_month,
        months_charged.first_charge_date,
        months_charged.last_charge_date
    from months
    left join months_charged on months.calendar_month = months_charged.charge_month

)

select * from periods
