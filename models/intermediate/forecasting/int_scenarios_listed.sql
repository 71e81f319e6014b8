with

scenarios as (select * from {{ ref('scenarios') }}),

drivers as (select * from {{ ref('int_plan_drivers_current') }}),

planned as (

    select
        scenario_name,
        max(plan_version) as plan_version
    from drivers
    group by scenario_name

),

-- What a plan calls a scenario is one, without a row of its own.
scenarios_listed as (

    select
        coalesce(scenarios.scenario_name, planned.scenario_name) as scenario_name,
        planned.scenario_name as plan_scenario_name,
        planned.plan_version,
        coalesce(scenarios.driver_ratio, 1) as driver_ratio,
        coalesce(scenarios.initiative_ratio, 1) as initiative_ratio
    from scenarios
    full outer join planned
        on scenarios.plan_scenario_name = planned.scenario_name

)

select * from scenarios_listed
