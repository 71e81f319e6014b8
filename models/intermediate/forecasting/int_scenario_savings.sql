with

costs_priced as (select * from {{ ref('int_scenario_costs_priced') }}),

initiatives as (select * from {{ ref('int_initiatives_ramped') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

-- An initiative is about what runs at a service, or at all services of an owner.
costs_targeted as (

    select
        costs_priced.scenario_name,
        costs_priced.node_id,
        costs_priced.forecast_month,
        initiatives.initiative_id,
        cast(initiatives.saving_cost as double) * costs_priced.initiative_ratio as saving_cost,
        sum(cast(costs_priced.trended_effective_cost as double)) over (
            partition by
                costs_priced.scenario_name, costs_priced.forecast_month, initiatives.initiative_id
        ) as target_effective_cost
    from costs_priced
    inner join ancestors
        on costs_priced.owner_id = ancestors.owner_id
    inner join initiatives
        on
            ancestors.ancestor_owner_id = initiatives.target_owner_id
            and costs_priced.forecast_month = initiatives.forecast_month
    where
        costs_priced.cost_class = 'usage'
        and costs_priced.trended_effective_cost > 0
        and initiatives.saving_cost > 0

),

-- Each initiative saves its part of what the others leave, in whatever order, and never more than
-- all of it.
savings as (

    select
        scenario_name,
        node_id,
        forecast_month,
        {{ product_of('1 - least(1, saving_cost / target_effective_cost)') }} as left_ratio
    from costs_targeted
    group by scenario_name, node_id, forecast_month

)

select * from savings
