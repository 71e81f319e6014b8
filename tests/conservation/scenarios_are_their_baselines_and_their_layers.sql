-- At every node and month.
with

scenarios as (select * from {{ ref('fct_scenarios') }}),

added_up as (

    select
        scenario_name,
        node_id,
        forecast_month,
        sum(case when layer_name = 'scenario' then effective_cost else 0 end)
            as scenario_effective_cost,
        sum(case when layer_name <> 'scenario' then effective_cost else 0 end)
            as layers_effective_cost
    from scenarios
    group by scenario_name, node_id, forecast_month

)

select *
from added_up
where scenario_effective_cost <> layers_effective_cost
