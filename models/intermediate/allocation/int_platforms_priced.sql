with

platform_costs as (select * from {{ ref('int_platform_costs_daily') }}),

own_costs as (select * from {{ ref('int_platform_costs_own') }}),

usage_daily as (select * from {{ ref('int_platform_usage_daily') }}),

rate_cards as (select * from {{ ref('platform_rate_cards') }}),

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
        ) }}) as recovered_cost
    from platform_costs
    inner join units_daily
        on
            platform_costs.charge_date = units_daily.charge_date
            and platform_costs.platform_owner_id = units_daily.platform_owner_id
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
