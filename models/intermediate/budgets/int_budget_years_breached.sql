with

budgets as (select * from {{ ref('int_budgets_in_force') }}),

days as (select * from {{ ref('int_budget_days_expected') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

budgets_current as (

    select
        budgets.owner_id,
        budgets.account_class,
        budgets.budget_month,
        dates.fiscal_year,
        sum(budgets.budget_cost) over (
            partition by budgets.owner_id, budgets.account_class, dates.fiscal_year
        ) as year_budget_cost
    from budgets
    inner join dates
        on budgets.budget_month = dates.calendar_date
    where budgets.is_current

),

-- A month without a budget is held against none, so its cost is left out of the year, too.
days_of_years as (

    select
        budgets_current.owner_id,
        budgets_current.account_class,
        budgets_current.fiscal_year,
        budgets_current.year_budget_cost,
        days.charge_date,
        sum(days.effective_cost) over (
            partition by
                budgets_current.owner_id, budgets_current.account_class,
                budgets_current.fiscal_year
            order by days.charge_date
        ) as year_to_date_effective_cost
    from budgets_current
    inner join days
        on
            budgets_current.owner_id = days.owner_id
            and budgets_current.account_class = days.account_class
            and budgets_current.budget_month = days.charge_month

),

years_breached as (

    select
        owner_id,
        account_class,
        fiscal_year,
        min(charge_date) as year_breach_date
    from days_of_years
    where year_to_date_effective_cost > year_budget_cost
    group by owner_id, account_class, fiscal_year

),

months_of_years as (

    select
        budgets_current.owner_id,
        budgets_current.account_class,
        budgets_current.budget_month,
        cast(budgets_current.year_budget_cost as {{ type_money() }}) as year_budget_cost,
        years_breached.year_breach_date
    from budgets_current
    left join years_breached
        on
            budgets_current.owner_id = years_breached.owner_id
            and budgets_current.account_class = years_breached.account_class
            and budgets_current.fiscal_year = years_breached.fiscal_year

)

select * from months_of_years
