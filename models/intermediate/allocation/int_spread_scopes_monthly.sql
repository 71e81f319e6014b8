with

costs as (select * from {{ ref('int_costs_shared') }}),

policies as (select * from {{ ref('spread_policies') }}),

scopes as (

    select scope
    from policies
    group by scope

),

-- Who uses a provider, and the company as a whole.
usage_by_scope as (

    select
        costs.billing_month,
        scopes.scope,
        case scopes.scope when 'provider' then costs.provider_name else 'company' end
            as scope_name,
        costs.owner_id,
        cast(sum(costs.effective_cost) as {{ type_money() }}) as effective_cost
    from costs
    cross join scopes
    where costs.cost_type = 'usage' and costs.owner_id <> 'unallocated'
    group by all

)

select * from usage_by_scope
