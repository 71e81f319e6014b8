with

choices as (select * from {{ ref('int_commitment_choices') }}),

demand as (select * from {{ ref('int_commitment_demand_ranked') }}),

-- What each choice would have cost and saved in each hour, and with less usage.
hours as (

    select
        choices.provider_name,
        choices.programme_id,
        choices.term_months,
        choices.payment_option,
        choices.choice_kind,
        choices.reporting_currency,
        choices.discount_ratio,
        choices.upfront_ratio,
        choices.hourly_coverable_cost,
        {{ money('choices.hourly_coverable_cost * (1 - choices.discount_ratio)') }}
            as hourly_committed_cost,
        {{ month_of('demand.demand_at') }} as demand_month,
        least(demand.uncovered_cost, choices.hourly_coverable_cost) as covered_cost,
        least(
            {{ money(
                'demand.uncovered_cost * ' ~ var('commitment_advice_lower_usage_ratio')
            ) }},
            choices.hourly_coverable_cost
        ) as covered_less_cost
    from choices
    inner join demand
        on
            choices.provider_name = demand.provider_name
            and choices.programme_id = demand.programme_id
            and choices.reporting_currency = demand.reporting_currency

),

choices_by_month as (

    select
        provider_name,
        programme_id,
        term_months,
        payment_option,
        choice_kind,
        reporting_currency,
        discount_ratio,
        upfront_ratio,
        hourly_coverable_cost,
        hourly_committed_cost,
        demand_month,
        cast(count(*) as int) as hour_count,
        sum(covered_cost) as covered_cost,
        sum(covered_less_cost) as covered_less_cost
    from hours
    group by all

),

choices_tried as (

    select
        provider_name,
        programme_id,
        term_months,
        payment_option,
        choice_kind,
        reporting_currency,
        discount_ratio,
        upfront_ratio,
        hourly_coverable_cost,
        hourly_committed_cost,
        cast(sum(hour_count) as bigint) as hour_count,
        sum(covered_cost) as covered_cost,
        sum(covered_cost - hourly_committed_cost * hour_count) as expected_savings_cost,
        sum(covered_less_cost - hourly_committed_cost * hour_count) as savings_if_less_cost,
        min({{ money(
            'cast(covered_cost - hourly_committed_cost * hour_count as double) / hour_count'
        ) }}) as lowest_hourly_savings_cost
    from choices_by_month
    group by all

)

select * from choices_tried
