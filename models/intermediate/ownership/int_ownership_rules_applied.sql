with

costs as (select * from {{ ref('int_costs_owned') }}),

rules as (select * from {{ ref('ownership_rules') }}),

costs_by_rule as (

    select
        billing_month,
        rule_id,
        reporting_currency,
        count(distinct owner_id) as owner_count,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost
    from costs
    group by all

),

-- A conflict is no rule: it is what several rules of one priority leave.
rules_applied as (

    select
        costs_by_rule.billing_month,
        costs_by_rule.rule_id,
        rules.priority,
        rules.reason,
        costs_by_rule.reporting_currency,
        costs_by_rule.effective_cost,
        costs_by_rule.owner_count
    from costs_by_rule
    left join rules
        on costs_by_rule.rule_id = rules.rule_id

)

select * from rules_applied
