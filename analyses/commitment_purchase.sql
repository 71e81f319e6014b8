{#- Question, method and decision: docs/analyses/commitment_purchase.md -#}
with

advice as (select * from {{ ref('fct_commitment_advice') }}),

commitment_purchase as (

    select
        provider_name,
        programme_id,
        term_months,
        payment_option,
        choice_kind,
        reporting_currency,
        round(monthly_committed_cost, 0) as monthly_committed_cost,
        round(monthly_savings_if_less_cost, 0) as monthly_savings_if_less_cost,
        round(lowest_monthly_savings_cost, 0) as lowest_monthly_savings_cost,
        round(monthly_savings_cost, 0) as monthly_savings_cost,
        utilisation_ratio,
        break_even_month_count
    from advice
    where upfront_ratio = 0

)

select * from commitment_purchase
order by monthly_savings_if_less_cost desc, programme_id asc, term_months asc, choice_kind asc
