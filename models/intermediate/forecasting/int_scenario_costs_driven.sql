with

baselines as (select * from {{ ref('int_scenario_baselines') }}),

scenarios as (select * from {{ ref('int_scenarios_listed') }}),

elasticities as (select * from {{ ref('int_cost_elasticities_estimated') }}),

drivers as (select * from {{ ref('int_scenario_drivers') }}),

costs_driven as (

    select
        scenarios.scenario_name,
        baselines.node_id,
        baselines.owner_id,
        baselines.cost_class,
        baselines.service_category,
        baselines.forecast_month,
        baselines.reporting_currency,
        baselines.effective_cost as baseline_effective_cost,
        case
            when elasticities.node_id is null then baselines.effective_cost
            else {{ money(
                'cast(baselines.effective_cost as double) * power('
                ~ 'coalesce(drivers.plan_ratio, 1) * cast(scenarios.driver_ratio as double), '
                ~ 'cast(elasticities.elasticity as double))'
            ) }}
        end as driven_effective_cost,
        cast(scenarios.initiative_ratio as double) as initiative_ratio
    from baselines
    cross join scenarios
    left join elasticities
        on baselines.node_id = elasticities.node_id
    left join drivers
        on
            scenarios.scenario_name = drivers.scenario_name
            and elasticities.driver_id = drivers.driver_id
            and baselines.forecast_month = drivers.plan_month

)

select * from costs_driven
