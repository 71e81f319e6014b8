with

costs as (select * from {{ ref('int_costs_owned_daily') }}),

policies as (select * from {{ ref('spread_policies') }}),

targets as (select * from {{ ref('spread_policy_targets') }}),

owners as (select * from {{ ref('int_owners_registered') }}),

scopes as (

    select scope
    from policies
    group by scope

),

-- Who uses a provider, and the company as a whole.
usage_by_scope as (

    select
        costs.billing_month,
        case scopes.scope when 'provider' then costs.provider_name else 'company' end
            as scope_name,
        scopes.scope,
        costs.owner_id,
        sum(costs.effective_cost) as effective_cost
    from costs
    cross join scopes
    where costs.cost_type = 'usage' and costs.owner_id <> 'unallocated'
    group by all

),

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

)

select * from bases
