with

advice as (select * from {{ ref('int_commitments_advised') }}),

commitment_advice as (

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
        utilisation_ratio,
        break_even_month_count,
        hour_count
    from advice

)

select * from commitment_advice
