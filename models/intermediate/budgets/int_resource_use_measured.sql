{%- set idle -%}
select sum(wasted_cost) / (sum(effective_cost) - sum(unmetered_cost))
from marts.fct_resource_utilization_daily
where resource_kind = {kind} and charge_date = cast({day} as date)
{%- endset -%}
{%- set granted -%}
select sum(quota_effective_cost) / max(budget_cost)
from marts.fct_entitlements_monthly
where owner_id = {owner} and quota_month = cast({month} as date)
{%- endset -%}

with

resources as (select * from {{ ref('int_resources_utilised') }}),

quotas as (select * from {{ ref('int_quotas_priced') }}),

budgets as (select * from {{ ref('int_budgets_in_force') }}),

-- What nobody measured is neither used nor idle.
kinds_daily as (

    select
        usage_date,
        resource_kind,
        cast(sum(effective_cost) as double) as effective_cost,
        cast(sum(wasted_cost) as double) as wasted_cost
    from resources
    where wasted_cost is not null
    group by usage_date, resource_kind
    having sum(effective_cost) > 0

),

last_days as (

    select
        {{ month_of('usage_date') }} as quota_month,
        max(usage_date) as usage_date
    from kinds_daily
    group by {{ month_of('usage_date') }}

),

quotas_monthly as (

    select
        last_days.usage_date,
        quotas.quota_month,
        quotas.owner_id,
        cast(sum(quotas.quota_effective_cost) as double) as quota_effective_cost,
        cast(max(budgets.budget_cost) as double) as budget_cost
    from quotas
    inner join last_days
        on quotas.quota_month = last_days.quota_month
    inner join budgets
        on
            quotas.owner_id = budgets.owner_id
            and quotas.quota_month = budgets.budget_month
            and budgets.account_class = 'all'
            and budgets.is_current
            and budgets.budget_cost > 0
    group by last_days.usage_date, quotas.quota_month, quotas.owner_id

),

measured as (

    select
        'idle_ratio' as metric_name,
        'resource_kind' as scope_type,
        resource_kind as scope_id,
        usage_date as measured_date,
        {{ metric_value('wasted_cost / effective_cost') }} as metric_value,
        {{ evidence_query(idle, {'kind': 'resource_kind', 'day': 'usage_date'}) }}
            as evidence_query
    from kinds_daily
    union all
    select
        'quota_above_budget' as metric_name,
        'owner' as scope_type,
        owner_id as scope_id,
        usage_date as measured_date,
        {{ metric_value('quota_effective_cost / budget_cost') }} as metric_value,
        {{ evidence_query(granted, {'owner': 'owner_id', 'month': 'quota_month'}) }}
            as evidence_query
    from quotas_monthly
    where quota_effective_cost is not null

)

select * from measured
