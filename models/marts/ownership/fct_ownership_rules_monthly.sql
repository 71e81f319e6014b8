with

rules as (select * from {{ ref('int_ownership_rules_applied') }}),

rule_months as (

    select
        billing_month,
        rule_id,
        priority,
        reason,
        reporting_currency,
        effective_cost,
        owner_count
    from rules

)

select * from rule_months
