{%- set owner_costs -%}
select (
select sum(costs.effective_cost) from marts.{mart} as costs
inner join marts.dim_owner_ancestors as ancestors
on costs.owner_id = ancestors.owner_id
and costs.charge_date >= ancestors.valid_from_date
and (ancestors.valid_to_date is null or costs.charge_date < ancestors.valid_to_date)
where ancestors.ancestor_owner_id = {owner} and costs.charge_date between cast({from} as date) and cast({to} as date)
) / (
select max(budget_cost) from marts.fct_budget_vs_actual
where owner_id = {owner} and account_class = 'all'
and budget_version = {version} and budget_month = cast({month} as date)
)
{%- endset -%}
{%- set keys = {
    'mart': 'mart_name', 'owner': 'owner_id', 'to': 'charge_date', 'version': 'budget_version',
    'month': 'charge_month',
} -%}
{%- set days_of_month = 'extract(day from last_day(cast({month} as date)))' -%}

with

budgets as (select * from {{ ref('int_budgets_in_force') }}),

days as (select * from {{ ref('int_budget_days_expected') }}),

cost_bases as (select * from {{ ref('budget_cost_bases') }}),

days_of_owners as (

    select
        charge_date,
        cast({{ dbt.dateadd('day', -6, 'charge_date') }} as date) as week_from_date,
        charge_month,
        owner_id,
        month_to_date_effective_cost,
        cast(
            sum(effective_cost) over (
                partition by owner_id order by charge_date rows between 6 preceding and current row
            ) as double
        ) as week_effective_cost
    from days
    where account_class = 'all' and not is_expected

),

days_with_budget as (

    select
        days_of_owners.*,
        budgets.budget_version,
        cast(budgets.budget_cost as double) as budget_cost,
        extract(day from last_day(days_of_owners.charge_month)) as day_count,
        case
            when cost_bases.cost_basis = 'allocated' then 'fct_allocated_costs_daily'
            else 'fct_costs_daily'
        end as mart_name
    from days_of_owners
    inner join budgets
        on
            days_of_owners.owner_id = budgets.owner_id
            and days_of_owners.charge_month = budgets.budget_month
            and budgets.account_class = 'all'
            and budgets.budget_cost > 0
            and days_of_owners.charge_date >= budgets.in_force_from_date
            and days_of_owners.charge_date
            < coalesce(budgets.in_force_to_date, {{ far_future() }})
    inner join cost_bases
        on
            days_of_owners.charge_date >= cost_bases.valid_from_date
            and days_of_owners.charge_date
            < coalesce(cost_bases.valid_to_date, {{ far_future() }})

),

measured as (

    select
        'budget_burn' as metric_name,
        'owner' as scope_type,
        owner_id as scope_id,
        charge_date as measured_date,
        {{ metric_value('month_to_date_effective_cost / budget_cost') }} as metric_value,
        {{ evidence_query(owner_costs, dict(keys, **{'from': 'charge_month'})) }} as evidence_query
    from days_with_budget
    union all
    select
        'daily_run_rate' as metric_name,
        'owner' as scope_type,
        owner_id as scope_id,
        charge_date as measured_date,
        {{ metric_value('week_effective_cost * day_count / 7 / budget_cost') }} as metric_value,
        {{ evidence_query(
            owner_costs ~ ' * ' ~ days_of_month ~ ' / 7', dict(keys, **{'from': 'week_from_date'})
        ) }} as evidence_query
    from days_with_budget

)

select * from measured
