with

costs as (

    select * from {{ ref('int_costs_shared') }}
    where owner_id = 'unallocated'

),

policies as (select * from {{ ref('spread_policies') }}),

shares as (select * from {{ ref('int_spread_shares') }}),

scopes_shared as (

    select
        policy_id,
        billing_month,
        scope_name
    from shares
    group by policy_id, billing_month, scope_name

),

-- Only what nobody owns is spread, and only where somebody shares it.
policies_matched as (

    select
        costs.billing_month,
        costs.charge_date,
        costs.provider_name,
        costs.service_name,
        costs.cost_type,
        min(policies.priority) as priority
    from costs
    inner join policies
        on
            costs.charge_date >= policies.valid_from_date
            and costs.charge_date < coalesce(policies.valid_to_date, {{ far_future() }})
            and costs.cost_type = coalesce(policies.cost_type, costs.cost_type)
            and costs.provider_name = coalesce(policies.provider_name, costs.provider_name)
            and costs.service_name like coalesce(policies.service_pattern, '%')
    inner join scopes_shared
        on
            policies.policy_id = scopes_shared.policy_id
            and costs.billing_month = scopes_shared.billing_month
            and scopes_shared.scope_name
            = case policies.scope when 'provider' then costs.provider_name else 'company' end
    group by all

),

costs_with_policy as (

    select
        costs.billing_month,
        costs.charge_date,
        costs.owner_id,
        costs.rule_id,
        policies.policy_id,
        case policies.scope when 'provider' then costs.provider_name else policies.scope end
            as scope_name,
        coalesce(policies.path_class, costs.path_class) as path_class,
        costs.provider_name,
        costs.service_name,
        costs.cost_type,
        costs.reporting_currency,
        {{ each_cost('costs.{cost}') }}
    from costs
    left join policies_matched
        on
            costs.charge_date = policies_matched.charge_date
            and costs.billing_month = policies_matched.billing_month
            and costs.provider_name = policies_matched.provider_name
            and costs.service_name = policies_matched.service_name
            and costs.cost_type = policies_matched.cost_type
    left join policies
        on policies_matched.priority = policies.priority

)

select * from costs_with_policy
