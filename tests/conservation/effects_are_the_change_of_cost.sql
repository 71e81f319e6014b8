-- For every two months and node, in effective and in list cost, from the daily costs of owners.
with

months_compared as (select * from {{ ref('int_months_compared') }}),

costs_monthly as (

    select
        ancestors.ancestor_owner_id as owner_id,
        owned_costs.billing_month,
        sum(owned_costs.effective_cost) as effective_cost,
        sum(owned_costs.list_cost) as list_cost
    from {{ ref('int_costs_owned_daily') }} as owned_costs
    inner join {{ ref('int_forecast_ancestors') }} as ancestors
        on owned_costs.owner_id = ancestors.owner_id
    group by ancestors.ancestor_owner_id, owned_costs.billing_month

),

changes as (

    {% for side, sign in [('earlier', -1), ('later', 1)] %}
    select
        months_compared.comparison_name,
        months_compared.earlier_month,
        months_compared.later_month,
        costs_monthly.owner_id,
        {{ sign }} * costs_monthly.effective_cost as effective_cost,
        {{ sign }} * costs_monthly.list_cost as list_cost,
        {{ (sign + 1) // 2 }} * costs_monthly.effective_cost as later_effective_cost
    from months_compared
    inner join costs_monthly
        on months_compared.{{ side }}_month = costs_monthly.billing_month
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

changes_of_nodes as (

    select
        comparison_name,
        earlier_month,
        later_month,
        owner_id,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(later_effective_cost) as later_effective_cost
    from changes
    group by comparison_name, earlier_month, later_month, owner_id

),

effects_of_nodes as (

    select
        comparison_name,
        earlier_month,
        later_month,
        owner_id,
        sum(change_effective_cost) as effective_cost,
        sum(change_list_cost) as list_cost,
        max_by(to_effective_cost, effect_number) as later_effective_cost
    from {{ ref('fct_variance_bridge') }}
    group by comparison_name, earlier_month, later_month, owner_id

)

select
    changes_of_nodes.*,
    effects_of_nodes.effective_cost as effects_effective_cost,
    effects_of_nodes.list_cost as effects_list_cost,
    effects_of_nodes.later_effective_cost as last_effective_cost
from changes_of_nodes
full outer join effects_of_nodes
    on
        changes_of_nodes.comparison_name = effects_of_nodes.comparison_name
        and changes_of_nodes.earlier_month = effects_of_nodes.earlier_month
        and changes_of_nodes.later_month = effects_of_nodes.later_month
        and changes_of_nodes.owner_id = effects_of_nodes.owner_id
where
    coalesce(changes_of_nodes.effective_cost, 0) <> coalesce(effects_of_nodes.effective_cost, 0)
    or coalesce(changes_of_nodes.list_cost, 0) <> coalesce(effects_of_nodes.list_cost, 0)
    or coalesce(changes_of_nodes.later_effective_cost, 0)
    <> coalesce(effects_of_nodes.later_effective_cost, 0)
