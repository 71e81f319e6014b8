with

baselines as (select * from {{ ref('int_scenario_baselines') }}),

scenarios as (select * from {{ ref('int_scenarios_listed') }}),

layers as (select * from {{ ref('int_scenario_layers_rounded') }}),

parts as (

    select
        'baseline' as layer_name,
        0 as layer_number,
        scenarios.scenario_name,
        baselines.node_id,
        baselines.owner_id,
        baselines.cost_class,
        baselines.forecast_month,
        baselines.reporting_currency,
        baselines.effective_cost
    from baselines
    cross join scenarios
    union all
    select
        {{ scenario_leaf_names() | join(',\n        ') }},
        effective_cost
    from layers

),

leaves_layered as (

    select
        {{ scenario_leaf_names() | join(',\n        ') }},
        effective_cost
    from parts
    union all
    select
        'scenario' as layer_name,
        {{ scenario_layers() | length + 1 }} as layer_number,
        scenario_name,
        node_id,
        owner_id,
        cost_class,
        forecast_month,
        reporting_currency,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost
    from parts
    group by scenario_name, node_id, owner_id, cost_class, forecast_month, reporting_currency

)

select * from leaves_layered
