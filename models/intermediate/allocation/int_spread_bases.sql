with

usage_by_scope as (select * from {{ ref('int_spread_scopes_monthly') }}),

policies as (select * from {{ ref('spread_policies') }}),

targets as (select * from {{ ref('spread_policy_targets') }}),

owners as (select * from {{ ref('int_owners_registered') }}),

platform_usage as (select * from {{ ref('int_platform_usage_daily') }}),

scopes_named as (

    select
        billing_month,
        scope,
        scope_name
    from usage_by_scope
    group by billing_month, scope, scope_name

),

bases as (

    select
        policies.policy_id,
        usage_by_scope.billing_month,
        usage_by_scope.scope_name,
        usage_by_scope.owner_id,
        case policies.basis
            when 'even' then cast(1 as {{ type_money() }})
            else cast(usage_by_scope.effective_cost as {{ type_money() }})
        end as basis_quantity
    from policies
    inner join usage_by_scope
        on policies.scope = usage_by_scope.scope
    where policies.basis in ('effective_cost', 'even') and usage_by_scope.effective_cost > 0
    union all
    select
        policies.policy_id,
        scopes_named.billing_month,
        scopes_named.scope_name,
        owners.owner_id,
        cast(owners.headcount as {{ type_money() }}) as basis_quantity
    from policies
    inner join scopes_named
        on policies.scope = scopes_named.scope
    inner join owners
        on
            scopes_named.billing_month >= owners.valid_from_date
            and scopes_named.billing_month < coalesce(owners.valid_to_date, {{ far_future() }})
    where policies.basis = 'headcount' and owners.headcount > 0
    union all
    select
        policies.policy_id,
        scopes_named.billing_month,
        scopes_named.scope_name,
        targets.owner_id,
        cast(targets.share_ratio as {{ type_money() }}) as basis_quantity
    from policies
    inner join scopes_named
        on policies.scope = scopes_named.scope
    inner join targets
        on policies.policy_id = targets.policy_id
    where policies.basis = 'fixed_ratio'
    union all
    select
        policies.policy_id,
        scopes_named.billing_month,
        scopes_named.scope_name,
        platform_usage.consumer as owner_id,
        cast(sum(platform_usage.quantity) as {{ type_money() }}) as basis_quantity
    from policies
    inner join scopes_named
        on policies.scope = scopes_named.scope
    inner join platform_usage
        on
            policies.basis_platform = platform_usage.platform
            and scopes_named.billing_month = {{ month_of('platform_usage.charge_date') }}
    where policies.basis = 'usage' and platform_usage.consumer <> platform_usage.platform
    group by all
    having sum(platform_usage.quantity) > 0

)

select * from bases
