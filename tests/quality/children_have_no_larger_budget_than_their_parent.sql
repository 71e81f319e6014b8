-- Nobody hands out more than they have: the budgets of those who stand one level below an owner on
-- the first day of the month, together, against the owner's.
{{ config(severity='warn') }}

with

budgets as (

    select
        owner_id,
        account_class,
        budget_month,
        budget_cost
    from {{ ref('int_budgets_in_force') }}
    where is_current

),

children as (

    select
        ancestors.ancestor_owner_id as owner_id,
        budgets.account_class,
        budgets.budget_month,
        sum(budgets.budget_cost) as children_budget_cost
    from budgets
    inner join {{ ref('int_owner_ancestors') }} as ancestors
        on
            budgets.owner_id = ancestors.owner_id
            and ancestors.level_count = 1
            and budgets.budget_month >= ancestors.valid_from_date
            and budgets.budget_month < coalesce(ancestors.valid_to_date, {{ far_future() }})
    group by ancestors.ancestor_owner_id, budgets.account_class, budgets.budget_month

)

select
    budgets.owner_id,
    budgets.account_class,
    budgets.budget_month,
    budgets.budget_cost,
    children.children_budget_cost
from budgets
inner join children
    on
        budgets.owner_id = children.owner_id
        and budgets.account_class = children.account_class
        and budgets.budget_month = children.budget_month
where children.children_budget_cost > budgets.budget_cost
