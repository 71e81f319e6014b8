with

drivers as (select * from {{ ref('stg_plans__drivers') }}),

versions_ranked as (

    select
        plan_version,
        row_number() over (order by max(plan_month) desc, plan_version desc) as newest_rank
    from drivers
    group by plan_version

),

-- The newest version of the plan is the one that looks furthest ahead.
drivers_ranked as (

    select
        drivers.plan_version,
        drivers.scenario_name,
        drivers.metric_name,
        drivers.product,
        drivers.plan_month,
        drivers.planned_quantity,
        {{ newest_known(
            'drivers.scenario_name, drivers.metric_name, drivers.product, drivers.plan_month'
        ) }} as newest_rank
    from drivers
    inner join versions_ranked
        on drivers.plan_version = versions_ranked.plan_version
    where versions_ranked.newest_rank = 1

),

drivers_current as (

    select
        plan_version,
        scenario_name,
        metric_name,
        product,
        plan_month,
        planned_quantity
    from drivers_ranked
    where newest_rank = 1

)

select * from drivers_current
