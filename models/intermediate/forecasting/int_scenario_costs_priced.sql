with

costs_driven as (select * from {{ ref('int_scenario_costs_driven') }}),

prices as (select * from {{ ref('int_scenario_prices') }}),

trends as (select * from {{ ref('int_scenario_trends') }}),

costs_repriced as (

    select
        costs_driven.scenario_name,
        costs_driven.node_id,
        costs_driven.owner_id,
        costs_driven.cost_class,
        costs_driven.service_category,
        costs_driven.forecast_month,
        costs_driven.reporting_currency,
        costs_driven.baseline_effective_cost,
        costs_driven.driven_effective_cost,
        case
            when prices.node_id is null then costs_driven.driven_effective_cost
            else {{ money(
                'cast(costs_driven.driven_effective_cost as double) * prices.price_ratio'
            ) }}
        end as repriced_effective_cost,
        costs_driven.initiative_ratio
    from costs_driven
    left join prices
        on
            costs_driven.node_id = prices.node_id
            and costs_driven.forecast_month = prices.forecast_month

),

costs_priced as (

    select
        costs_repriced.scenario_name,
        costs_repriced.node_id,
        costs_repriced.owner_id,
        costs_repriced.cost_class,
        costs_repriced.service_category,
        costs_repriced.forecast_month,
        costs_repriced.reporting_currency,
        costs_repriced.baseline_effective_cost,
        costs_repriced.driven_effective_cost,
        costs_repriced.repriced_effective_cost,
        case
            when trends.service_category is null then costs_repriced.repriced_effective_cost
            else {{ money(
                'cast(costs_repriced.repriced_effective_cost as double) * trends.price_ratio'
            ) }}
        end as trended_effective_cost,
        costs_repriced.initiative_ratio
    from costs_repriced
    left join trends
        on
            costs_repriced.scenario_name = trends.scenario_name
            and costs_repriced.service_category = trends.service_category
            and costs_repriced.forecast_month = trends.forecast_month

)

select * from costs_priced
