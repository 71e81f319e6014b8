with

demand as (select * from {{ ref('int_commitment_demand_ranked') }}),

offers as (select * from {{ ref('commitment_offers') }}),

programmes as (

    select
        provider_name,
        programme_id,
        reporting_currency,
        max(cast(demand_at as date)) as last_demand_date
    from demand
    group by provider_name, programme_id, reporting_currency

),

offers_valid as (

    select
        programmes.provider_name,
        programmes.programme_id,
        programmes.reporting_currency,
        offers.term_months,
        offers.payment_option,
        offers.discount_ratio,
        offers.upfront_ratio
    from programmes
    inner join offers
        on
            programmes.programme_id = offers.programme_id
            and programmes.last_demand_date >= offers.valid_from_date
            and programmes.last_demand_date
            < coalesce(offers.valid_to_date, {{ far_future() }})

),

-- One more unit of commitment costs 1 - discount in every hour and saves 1 in each hour that has
-- the demand, so it pays while P(demand >= commitment) >= 1 - discount: the newsvendor's quantile.
-- The cautious choice is what nearly all hours need.
levels as (

    select
        *,
        'optimal' as choice_kind,
        discount_ratio as demand_quantile
    from offers_valid
    union all
    select
        *,
        'cautious' as choice_kind,
        cast(
            least(discount_ratio, {{ var('commitment_advice_cautious_quantile') }})
            as {{ type_ratio() }}
        ) as demand_quantile
    from offers_valid

),

choices as (

    select
        levels.provider_name,
        levels.programme_id,
        levels.term_months,
        levels.payment_option,
        levels.choice_kind,
        levels.reporting_currency,
        levels.discount_ratio,
        levels.upfront_ratio,
        min(demand.uncovered_cost) as hourly_coverable_cost
    from levels
    inner join demand
        on
            levels.provider_name = demand.provider_name
            and levels.programme_id = demand.programme_id
            and levels.reporting_currency = demand.reporting_currency
            and levels.demand_quantile <= demand.hours_at_most_ratio
    group by all

)

select * from choices
