with

costs as (select * from {{ ref('int_budget_costs_daily') }}),

ancestors as (select * from {{ ref('int_owner_ancestors') }}),

lines as (select * from {{ ref('stg_budgets__lines') }}),

budget_owners as (

    select owner_id
    from lines
    group by owner_id

),

-- By the organisation of the day, as budgets are.
costs_rolled_up as (

    select
        costs.charge_date,
        budget_owners.owner_id,
        costs.account_class,
        costs.reporting_currency,
        costs.cost_basis,
        sum(costs.effective_cost) as effective_cost,
        sum(costs.allocated_effective_cost) as allocated_effective_cost,
        sum(costs.committed_billed_cost) as committed_billed_cost
    from costs
    inner join ancestors
        on
            costs.owner_id = ancestors.owner_id
            and costs.charge_date >= ancestors.valid_from_date
            and costs.charge_date < coalesce(ancestors.valid_to_date, {{ far_future() }})
    inner join budget_owners
        on ancestors.ancestor_owner_id = budget_owners.owner_id
    group by all

),

owner_costs_daily as (

    {% for account_class in ["account_class", "'all'"] %}
    select
        charge_date,
        owner_id,
        {{ account_class }} as account_class,
        reporting_currency,
        cost_basis,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(allocated_effective_cost) as {{ type_money() }}) as allocated_effective_cost,
        cast(sum(committed_billed_cost) as {{ type_money() }}) as committed_billed_cost
    from costs_rolled_up
    group by all
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from owner_costs_daily
