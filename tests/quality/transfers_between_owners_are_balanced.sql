-- What one owner gives another gets, in each month.
{{ config(severity='warn') }}

select
    budget_version,
    budget_month,
    account_class,
    sum(budget_cost) as budget_cost
from {{ ref('int_budget_lines_converted') }}
where version_kind = 'transfer'
group by budget_version, budget_month, account_class
having sum(budget_cost) <> 0
