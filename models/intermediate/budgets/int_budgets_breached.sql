with

budgets as (select * from {{ ref('int_budgets_in_force') }}),

days as (select * from {{ ref('int_budget_days_expected') }}),

budgets_breached as (

    select
        budgets.budget_version,
        budgets.owner_id,
        budgets.account_class,
        budgets.budget_month,
        min(days.charge_date) as breach_date
    from budgets
    inner join days
        on
            budgets.owner_id = days.owner_id
            and budgets.account_class = days.account_class
            and budgets.budget_month = days.charge_month
            and budgets.budget_cost < days.month_to_date_effective_cost
    group by
        budgets.budget_version, budgets.owner_id, budgets.account_class, budgets.budget_month

)

select * from budgets_breached
