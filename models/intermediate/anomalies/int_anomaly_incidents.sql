with

groups as (select * from {{ ref('int_anomaly_alarms_grouped') }}),

alarms as (select * from {{ ref('int_anomaly_alarms_kept') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }}),

costs as (select * from {{ ref('int_anomaly_costs_measured') }}),

as_of as (select max(as_of_date) as as_of_date from costs),

-- Of usage that is paid for, the cost tells the anomaly.
alarms_in_group as (

    select
        alarms.alarm_key,
        groups.top_alarm_key,
        groups.level_number,
        alarms.impact_measured_cost,
        max(abs(alarms.impact_measured_cost)) over (partition by groups.top_alarm_key)
            as largest_measured_cost,
        min(alarms.first_seen_date) over (partition by groups.top_alarm_key) as first_seen_date,
        count(*) over (partition by groups.top_alarm_key) as alarm_count
    from alarms
    inner join groups
        on
            alarms.alarm_key = groups.alarm_key
            and alarms.measured_as = groups.measured_as

),

-- The lowest node that explains most of it; of what is spread, the highest.
alarms_ranked as (

    select
        alarm_key,
        top_alarm_key,
        first_seen_date,
        alarm_count,
        row_number() over (
            partition by top_alarm_key
            order by level_number desc, abs(impact_measured_cost) desc, alarm_key asc
        ) as lowest_rank
    from alarms_in_group
    where
        abs(impact_measured_cost)
        >= {{ var('anomaly_explained_ratio') }} * largest_measured_cost

),

-- Days without cost have no row.
incidents as (

    select
        alarms.alarm_key as anomaly_key,
        alarms_ranked.top_alarm_key,
        alarms.measured_as,
        alarms.node_id,
        nodes.level_name,
        nodes.owner_id,
        nodes.cost_class,
        nodes.service_category,
        nodes.reporting_currency,
        alarms.anomaly_kind,
        alarms.expected_measured_cost,
        cast(coalesce(sum(costs.measured_cost), 0) as {{ type_money() }})
            as actual_measured_cost,
        alarms.score,
        alarms_ranked.alarm_count,
        alarms.is_over,
        alarms.start_date,
        alarms.end_date,
        alarms_ranked.first_seen_date,
        as_of.as_of_date
    from alarms_ranked
    inner join alarms
        on alarms_ranked.alarm_key = alarms.alarm_key
    inner join nodes
        on alarms.node_id = nodes.node_id
    cross join as_of
    left join costs
        on
            alarms.node_id = costs.node_id
            and alarms.measured_as = costs.measured_as
            and costs.charge_date between alarms.start_date and alarms.end_date
    where alarms_ranked.lowest_rank = 1
    group by all

)

select * from incidents
