with

choices as (select * from {{ ref('int_commitment_choices_tried') }}),

costs_of_month as (

    select
        *,
        {{ money('covered_cost * ' ~ hours_of_month() ~ ' / hour_count') }}
            as monthly_covered_cost,
        {{ money('hourly_committed_cost * ' ~ hours_of_month()) }} as monthly_committed_cost,
        {{ money('expected_savings_cost * ' ~ hours_of_month() ~ ' / hour_count') }}
            as monthly_savings_cost,
        {{ money('savings_if_less_cost * ' ~ hours_of_month() ~ ' / hour_count') }}
            as monthly_savings_if_less_cost,
        {{ money('lowest_hourly_savings_cost * ' ~ hours_of_month()) }}
            as lowest_monthly_savings_cost
    from choices

),

costs_with_payments as (

    select
        *,
        {{ money(
            money('monthly_committed_cost * upfront_ratio') ~ ' * cast(term_months as int)'
        ) }} as upfront_cost,
        {{ money('monthly_committed_cost * (1 - upfront_ratio)') }} as monthly_recurring_cost,
        {{ money('monthly_covered_cost - monthly_committed_cost * (1 - upfront_ratio)') }}
            as monthly_spared_cost
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
        hourly_committed_cost,
        monthly_committed_cost,
        upfront_cost,
        monthly_recurring_cost,
        monthly_covered_cost,
        monthly_savings_cost,
        monthly_savings_if_less_cost,
        lowest_monthly_savings_cost,
        {{ ratio('covered_cost', 'hourly_coverable_cost * hour_count') }} as utilisation_ratio,
        case
            when monthly_savings_cost <= 0 then null
            when upfront_cost = 0 then 0
            else cast(ceil(cast(upfront_cost as double) / monthly_spared_cost) as bigint)
        end as break_even_month_count,
        hour_count
    from costs_with_payments

)

select * from commitments_advised
