with

scenarios as (select * from {{ ref('int_scenarios_attributed') }}),

scenario_layers as (

    select
        scenario_name,
        plan_scenario_name,
        plan_version,
        run_id,
        as_of_date,
        layer_name,
        layer_number,
        node_id,
        parent_node_id,
        level_name,
        owner_id,
        cost_class,
        service_category,
        forecast_month,
        reporting_currency,
        effective_cost
    from scenarios

)

select * from scenario_layers
