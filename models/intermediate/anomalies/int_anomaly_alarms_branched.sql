with

alarms as (select * from {{ ref('int_anomaly_alarms_kept') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

owner_levels as (

    select
        owner_id,
        cast(count(*) as int) as level_number
    from ancestors
    group by owner_id

),

alarms_placed as (

    select
        alarms.alarm_key,
        alarms.measured_as,
        alarms.node_id,
        nodes.owner_id,
        nodes.cost_class,
        nodes.level_name,
        alarms.start_date,
        alarms.impact_measured_cost,
        owner_levels.level_number + case when nodes.level_name = 'leaf' then 1 else 0 end
            as level_number
    from alarms
    inner join nodes
        on alarms.node_id = nodes.node_id
    inner join owner_levels
        on nodes.owner_id = owner_levels.owner_id

),

-- Alarms that begin together along a branch of the tree have one cause.
alarms_above as (

    select
        alarms_placed.alarm_key,
        above.alarm_key as top_alarm_key,
        row_number() over (
            partition by alarms_placed.alarm_key
            order by above.level_number, above.start_date, above.alarm_key
        ) as top_rank
    from alarms_placed
    inner join ancestors
        on alarms_placed.owner_id = ancestors.owner_id
    inner join alarms_placed as above
        on
            ancestors.ancestor_owner_id = above.owner_id
            and alarms_placed.measured_as = above.measured_as
            and alarms_placed.cost_class = above.cost_class
            and (above.level_name <> 'leaf' or alarms_placed.node_id = above.node_id)
            and sign(alarms_placed.impact_measured_cost) = sign(above.impact_measured_cost)
            and abs({{ days_between('above.start_date', 'alarms_placed.start_date') }})
            <= {{ var('anomaly_same_days') }}

),

alarms_branched as (

    select
        alarms_placed.alarm_key,
        alarms_above.top_alarm_key,
        alarms_placed.level_number
    from alarms_placed
    inner join alarms_above
        on alarms_placed.alarm_key = alarms_above.alarm_key
    where alarms_above.top_rank = 1

)

select * from alarms_branched
