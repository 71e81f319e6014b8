with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    where
        charge_category = 'Usage'
        and commitment_discount_id is null
        and coalesce(pricing_category, 'Standard') = 'Standard'
        and contracted_cost > 0
        and {{ in_newest_months(
            'billing_month', var('commitment_advice_days') + var('commitment_advice_lag_days')
        ) }}
        {% if is_incremental() %}
        and {{ in_changed_months('billing_month') }}
        {% endif %}

),

eligibility as (select * from {{ ref('commitment_eligibility') }}),

billing_months as (select * from {{ ref('int_billing_months') }}),

hours as (select * from {{ ref('int_hours_counted') }}),

-- Few columns of the lines, and few rows after them: meters and their intervals.
meters as (

    select
        billing_month,
        provider_name,
        sku_meter,
        billing_currency,
        charge_period_start,
        greatest({{ hours_between('charge_period_start', 'charge_period_end') }}, 1)
            as hour_count,
        sum(contracted_cost) as contracted_cost
    from charges
    group by all

),

-- A meter that two rules of a programme name counts once.
meters_of_programmes as (

    select
        meters.billing_month,
        meters.provider_name,
        eligibility.programme_id,
        meters.sku_meter,
        meters.billing_currency,
        meters.charge_period_start,
        meters.hour_count,
        max(meters.contracted_cost) as contracted_cost
    from meters
    inner join eligibility
        on
            meters.provider_name = eligibility.provider_name
            and coalesce(meters.sku_meter, '') like eligibility.meter_pattern
            and cast(meters.charge_period_start as date) >= eligibility.valid_from_date
            and cast(meters.charge_period_start as date)
            < coalesce(eligibility.valid_to_date, {{ far_future() }})
    group by all

),

-- What is metered for longer than an hour is spread evenly over its hours.
demand_hourly as (

    select
        meters.billing_month,
        {{ dbt.dateadd('hour', 'hours.hour_number', 'meters.charge_period_start') }} as demand_at,
        meters.provider_name,
        meters.programme_id,
        meters.billing_currency,
        billing_months.input_key,
        cast(
            sum({{ money('meters.contracted_cost / meters.hour_count') }})
            as {{ type_money() }}
        ) as uncovered_cost
    from meters_of_programmes as meters
    inner join hours on meters.hour_count > hours.hour_number
    inner join billing_months on meters.billing_month = billing_months.billing_month
    group by all

)

select * from demand_hourly
