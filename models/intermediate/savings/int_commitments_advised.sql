with

choices as (select * from {{ ref('int_commitment_choices_tried') }}),

costs_of_month as (

    select
        *,
        {{ money('covered_cost * ' ~ hours_of_month() ~ ' / hour_count') }}
            as covered_cost_per_month,
        {{ money('committed_cost_per_hour * ' ~ hours_of_month()) }} as committed_cost_per_month,
        {{ money('expected_savings_cost * ' ~ hours_of_month() ~ ' / hour_count') }}
            as savings_cost_per_month,
        {{ money('savings_if_less_cost * ' ~ hours_of_month() ~ ' / hour_count') }}
            as savings_if_less_cost_per_month,
        {{ money('lowest_savings_cost_per_hour * ' ~ hours_of_month()) }}
            as lowest_savings_cost_per_month
    from choices

),

costs_with_payments as (

    select
        *,
        {{ money('committed_cost_per_month * term_months * upfront_ratio') }} as upfront_cost,
        {{ money('committed_cost_per_month * (1 - upfront_ratio)') }} as recurring_cost_per_month,
        {{ money('covered_cost_per_month - committed_cost_per_month * (1 - upfront_ratio)') }}
            as spared_cost_per_month
    from costs_of_month

),

-- An upfront payment is earned back by what it spares each month.
commitments_advised as (

    select
        provider_name,
        programme_id,
        term_months,
        payment_option,
        choice_kind,
        reporting_currency,
        discount_ratio,
        upfront_ratio,
        committed_cost_per_hour,
        committed_cost_per_month,
        upfront_cost,
        recurring_cost_per_month,
        covered_cost_per_month,
        savings_cost_per_month,
        savings_if_less_cost_per_month,
        lowest_savings_cost_per_month,
        {{ ratio('covered_cost', 'coverable_cost_per_hour * hour_count') }} as utilization_ratio,
        case
            when savings_cost_per_month <= 0 then null
            when upfront_cost = 0 then 0
            else cast(ceil(cast(upfront_cost as double) / spared_cost_per_month) as bigint)
        end as break_even_month_count,
        hour_count
    from costs_with_payments

)

select * from commitments_advised
