with

budgets as (select * from {{ ref('int_budgets_in_force') }}),

costs as (select * from {{ ref('int_budget_costs_monthly') }}),

landings as (select * from {{ ref('int_budget_landings') }}),

breaches as (select * from {{ ref('int_budgets_breached') }}),

years as (select * from {{ ref('int_budget_years_breached') }}),

budget_vs_actual as (

    select
        budgets.budget_version,
        budgets.version_kind,
        budgets.owner_id,
        budgets.account_class,
        budgets.budget_month,
        budgets.reporting_currency,
        costs.cost_basis,
        budgets.planned_budget_cost,
        budgets.transferred_budget_cost,
        budgets.budget_cost,
        years.year_budget_cost,
        cast(coalesce(costs.effective_cost, 0) as {{ type_money() }}) as effective_cost,
        cast(coalesce(costs.allocated_effective_cost, 0) as {{ type_money() }})
            as allocated_effective_cost,
        cast(coalesce(costs.committed_billed_cost, 0) as {{ type_money() }})
            as committed_billed_cost,
        cast(budgets.budget_cost - coalesce(costs.effective_cost, 0) as {{ type_money() }})
            as headroom_cost,
        landings.mean_effective_cost,
        landings.p10_effective_cost,
        landings.p50_effective_cost,
        landings.p90_effective_cost,
        cast(budgets.budget_cost - landings.mean_effective_cost as {{ type_money() }})
            as expected_headroom_cost,
        {{ bounded_ratio('coalesce(costs.effective_cost, 0)', 'budgets.budget_cost') }}
            as used_budget_ratio,
        {{ overrun_probability(
            'budgets.budget_cost', 'landings.p10_effective_cost', 'landings.p50_effective_cost',
            'landings.p90_effective_cost',
        ) }} as overrun_probability_ratio,
        budgets.is_current,
        budgets.is_late,
        budgets.approved_by,
        budgets.approved_at,
        budgets.in_force_from_date,
        budgets.in_force_to_date,
        breaches.breach_date,
        years.year_breach_date,
        landings.as_of_date
    from budgets
    left join costs
        on
            budgets.owner_id = costs.owner_id
            and budgets.account_class = costs.account_class
            and budgets.budget_month = costs.charge_month
    left join landings
        on
            budgets.owner_id = landings.owner_id
            and budgets.account_class = landings.account_class
            and budgets.budget_month = landings.charge_month
    left join breaches
        on
            budgets.budget_version = breaches.budget_version
            and budgets.owner_id = breaches.owner_id
            and budgets.account_class = breaches.account_class
            and budgets.budget_month = breaches.budget_month
    left join years
        on
            budgets.owner_id = years.owner_id
            and budgets.account_class = years.account_class
            and budgets.budget_month = years.budget_month

)

select * from budget_vs_actual
