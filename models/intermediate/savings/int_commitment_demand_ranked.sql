with

demand as (select * from {{ ref('int_commitment_demand_hourly') }}),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

hours as (select * from {{ ref('int_hours_counted') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

demand_in_reporting_currency as (

    select
        demand.provider_name,
        demand.programme_id,
        demand.demand_at,
        rates.reporting_currency,
        sum({{ converted('demand.uncovered_cost', 'rates.exchange_rate') }}) as uncovered_cost
    from demand
    inner join rates
        on
            demand.billing_currency = rates.billing_currency
            and cast(demand.demand_at as date) = rates.charge_date
    group by demand.provider_name, demand.programme_id, demand.demand_at, rates.reporting_currency

),

-- The newest days are left out: bills go on adding to them.
windows as (

    select
        provider_name,
        programme_id,
        reporting_currency,
        cast({{ dbt.dateadd(
            'day',
            -(var('commitment_advice_days') + var('commitment_advice_lag_days')) + 1,
            'cast(max(demand_at) as date)'
        ) }} as date) as first_date,
        cast({{ dbt.dateadd(
            'day', -var('commitment_advice_lag_days') + 1, 'cast(max(demand_at) as date)'
        ) }} as date) as end_date
    from demand_in_reporting_currency
    group by provider_name, programme_id, reporting_currency

),

-- An hour without demand is one in which a commitment is of no use.
hours_of_windows as (

    select
        windows.provider_name,
        windows.programme_id,
        windows.reporting_currency,
        {{ dbt.dateadd('hour', 'hours.hour_number', 'dates.calendar_date') }} as demand_at
    from windows
    inner join dates
        on
            windows.first_date <= dates.calendar_date
            and windows.end_date > dates.calendar_date
    inner join hours on hours.hour_number < 24

),

demand_of_hours as (

    select
        hours_of_windows.provider_name,
        hours_of_windows.programme_id,
        hours_of_windows.reporting_currency,
        hours_of_windows.demand_at,
        cast(coalesce(demand.uncovered_cost, 0) as {{ type_money() }}) as uncovered_cost
    from hours_of_windows
    left join demand_in_reporting_currency as demand
        on
            hours_of_windows.provider_name = demand.provider_name
            and hours_of_windows.programme_id = demand.programme_id
            and hours_of_windows.reporting_currency = demand.reporting_currency
            and hours_of_windows.demand_at = demand.demand_at

),

demand_ranked as (

    select
        *,
        cume_dist() over (
            partition by provider_name, programme_id, reporting_currency order by uncovered_cost
        ) as hours_at_most_ratio
    from demand_of_hours

)

select * from demand_ranked
