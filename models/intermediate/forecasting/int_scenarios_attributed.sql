with

nodes_layered as (select * from {{ ref('int_scenario_nodes_layered') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }}),

scenarios as (select * from {{ ref('int_scenarios_listed') }}),

baselines as (select * from {{ ref('int_scenario_baselines') }}),

runs as (

    select
        run_id,
        as_of_date
    from baselines
    group by run_id, as_of_date

),

scenarios_attributed as (

    select
        nodes_layered.scenario_name,
        scenarios.plan_scenario_name,
        scenarios.plan_version,
        runs.run_id,
        runs.as_of_date,
        nodes_layered.layer_name,
        cast(nodes_layered.layer_number as bigint) as layer_number,
        nodes_layered.node_id,
        nodes.parent_node_id,
        nodes.level_name,
        nodes.owner_id,
        nodes.cost_class,
        nodes.service_category,
        nodes_layered.forecast_month,
        nodes.reporting_currency,
        nodes_layered.effective_cost
    from nodes_layered
    inner join nodes
        on nodes_layered.node_id = nodes.node_id
    inner join scenarios
        on nodes_layered.scenario_name = scenarios.scenario_name
    cross join runs

)

select * from scenarios_attributed
