with

platform_costs as (select * from {{ ref('int_platform_costs_daily') }}),

own_costs as (select * from {{ ref('int_platform_costs_own') }}),

usage_daily as (select * from {{ ref('int_platform_usage_daily') }}),

rate_cards as (select * from {{ ref('platform_rate_cards') }}),

meters as (select * from {{ ref('int_platform_meters_weighted') }}),

meters_monthly as (

    select
        {{ month_of('charge_date') }} as charge_month,
        platform as platform_owner_id,
        meter_name
    from meters
    group by {{ month_of('charge_date') }}, platform, meter_name

),

meters_named as (

    select
        charge_month,
        platform_owner_id,
        {{ sorted_text_list('meter_name') }} as meter_names
    from meters_monthly
    group by charge_month, platform_owner_id

),

units_daily as (

    select
        charge_date,
        platform as platform_owner_id,
        sum(quantity) as metered_quantity
    from usage_daily
    where platform <> consumer
    group by charge_date, platform

),

platforms_priced as (

    select
        {{ month_of('platform_costs.charge_date') }} as charge_month,
        platform_costs.platform_owner_id,
        platform_costs.reporting_currency,
        sum(coalesce(own_costs.effective_cost, 0)) as own_effective_cost,
        sum(platform_costs.effective_cost) as passed_effective_cost,
        sum(units_daily.metered_quantity) as metered_quantity,
        sum({{ money(
            'cast(units_daily.metered_quantity as double) * rate_cards.unit_price'
        ) }}) as recovered_cost,
        meters_named.meter_names
    from platform_costs
    inner join units_daily
        on
            platform_costs.charge_date = units_daily.charge_date
            and platform_costs.platform_owner_id = units_daily.platform_owner_id
    left join meters_named
        on
            platform_costs.platform_owner_id = meters_named.platform_owner_id
            and {{ month_of('platform_costs.charge_date') }} = meters_named.charge_month
    left join own_costs
        on
            platform_costs.charge_date = own_costs.charge_date
            and platform_costs.platform_owner_id = own_costs.platform_owner_id
            and platform_costs.reporting_currency = own_costs.reporting_currency
    left join rate_cards
        on
            platform_costs.platform_owner_id = rate_cards.platform_owner_id
            and platform_costs.reporting_currency = rate_cards.reporting_currency
            and platform_costs.charge_date >= rate_cards.valid_from_date
            and platform_costs.charge_date
            < coalesce(rate_cards.valid_to_date, {{ far_future() }})
    group by all

)

select * from platforms_priced
