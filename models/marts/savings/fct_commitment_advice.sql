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
        committed_cost_per_hour,
        committed_cost_per_month,
        upfront_cost,
        recurring_cost_per_month,
        covered_cost_per_month,
        savings_cost_per_month,
        savings_if_less_cost_per_month,
        lowest_savings_cost_per_month,
        utilization_ratio,
        break_even_month_count,
        hour_count
    from advice

)

select * from commitment_advice
