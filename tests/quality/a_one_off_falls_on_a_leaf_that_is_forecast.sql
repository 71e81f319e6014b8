with

one_offs as (select * from {{ ref('scenario_one_offs') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }})

select
    one_offs.one_off_id,
    one_offs.node_id
from one_offs
left join nodes
    on
        one_offs.node_id = nodes.node_id
        and nodes.level_name = 'leaf'
        and nodes.method <> 'none'
where nodes.node_id is null
