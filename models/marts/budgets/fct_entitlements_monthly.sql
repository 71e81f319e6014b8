with

quotas as (select * from {{ ref('int_quotas_priced') }}),

budgets as (select * from {{ ref('int_budgets_in_force') }}),

landings as (select * from {{ ref('int_budget_landings') }}),

entitlements as (

    select
        quotas.quota_month,
        quotas.owner_id,
        quotas.resource_kind,
        quotas.reporting_currency,
        quotas.effective_cost,
        quotas.effective_cost_per_unit_hour,
        quotas.used_effective_cost,
        quotas.quota_effective_cost,
        cast(quotas.quota_effective_cost - quotas.used_effective_cost as {{ type_money() }})
            as unused_quota_effective_cost,
        budgets.budget_cost,
        cast(budgets.budget_cost - landings.mean_effective_cost as {{ type_money() }})
            as expected_headroom_cost,
        cast(
            budgets.budget_cost - landings.mean_effective_cost
            - quotas.quota_effective_cost + quotas.used_effective_cost as {{ type_money() }}
        ) as headroom_if_fully_used_cost,
        quotas.quantity_unit,
        quotas.quota_quantity,
        quotas.p95_used_quantity,
        quotas.used_quota_ratio
    from quotas
    left join budgets
        on
            quotas.owner_id = budgets.owner_id
            and quotas.quota_month = budgets.budget_month
            and budgets.is_current
            and budgets.account_class = 'all'
    left join landings
        on
            quotas.owner_id = landings.owner_id
            and quotas.quota_month = landings.charge_month
            and landings.account_class = 'all'

)

select * from entitlements
