-- However late an owner's budget is approved and wherever transfers move it, a month has what its
-- versions and their transfers add up to. A transfer that is not approved moves nothing yet.
with

landed as (

    select
        budget_lines.budget_month,
        sum(budget_lines.budget_cost) as budget_cost
    from {{ ref('int_budget_lines_converted') }} as budget_lines
    left join {{ ref('int_budget_versions_monthly') }} as versions
        on
            budget_lines.budget_version = versions.budget_version
            and budget_lines.budget_month = versions.budget_month
    where budget_lines.version_kind <> 'transfer' or versions.amended_budget_version is not null
    group by budget_lines.budget_month

),

counted as (

    select
        budget_month,
        sum(budget_cost) as budget_cost
    from {{ ref('int_budgets_in_force') }}
    where account_class = 'all'
    group by budget_month

)

select
    coalesce(landed.budget_month, counted.budget_month) as budget_month,
    landed.budget_cost as landed_budget_cost,
    counted.budget_cost as counted_budget_cost
from landed
full outer join counted
    on landed.budget_month = counted.budget_month
where coalesce(landed.budget_cost, 0) <> coalesce(counted.budget_cost, 0)
