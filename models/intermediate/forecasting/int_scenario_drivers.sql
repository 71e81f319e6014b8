with

scenarios as (select * from {{ ref('int_scenarios_listed') }}),

drivers as (select * from {{ ref('int_plan_drivers_current') }}),

metrics as (select * from {{ ref('int_driver_metrics_daily') }}),

driver_names as (

    select
        driver_id,
        metric_name,
        product
    from metrics
    group by driver_id, metric_name, product

),

-- A plan without a product is for all of them.
planned as (

    select
        drivers.scenario_name,
        driver_names.driver_id,
        drivers.plan_month,
        max(drivers.planned_quantity) as planned_quantity
    from drivers
    inner join driver_names
        on
            drivers.metric_name = driver_names.metric_name
            and coalesce(drivers.product, driver_names.product) = driver_names.product
    group by drivers.scenario_name, driver_names.driver_id, drivers.plan_month

),

-- The forecast goes on as the plan's base does: what a scenario changes is its distance from that.
scenario_drivers as (

    select
        scenarios.scenario_name,
        planned.driver_id,
        planned.plan_month,
        cast(planned.planned_quantity as double) / nullif(cast(base.planned_quantity as double), 0)
            as plan_ratio
    from scenarios
    inner join planned
        on scenarios.plan_scenario_name = planned.scenario_name
    inner join planned as base
        on
            planned.driver_id = base.driver_id
            and planned.plan_month = base.plan_month
            and base.scenario_name = '{{ var("base_scenario") }}'

)

select * from scenario_drivers
