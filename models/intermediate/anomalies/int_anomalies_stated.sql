with

groups as (select * from {{ ref('int_anomaly_alarms_grouped') }}),

alarms as (select * from {{ ref('int_anomaly_alarms_kept') }}),

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

statuses as (select * from {{ ref('anomaly_statuses') }}),

-- A person says it of any node of the incident, and of any day of it.
statuses_ranked as (

    select
        incidents.anomaly_key,
        statuses.status,
        statuses.reason,
        row_number() over (
            partition by incidents.anomaly_key
            order by
                statuses.valid_from_date desc, statuses.node_id asc, statuses.anomaly_date desc
        ) as newest_rank
    from incidents
    inner join groups
        on incidents.top_alarm_key = groups.top_alarm_key
    inner join alarms
        on groups.alarm_key = alarms.alarm_key
    inner join statuses
        on
            alarms.node_id = statuses.node_id
            and statuses.anomaly_date between alarms.start_date and alarms.end_date
            and incidents.as_of_date >= statuses.valid_from_date
            and incidents.as_of_date < coalesce(statuses.valid_to_date, {{ far_future() }})

),

anomalies_stated as (

    select
        anomaly_key,
        status,
        reason
    from statuses_ranked
    where newest_rank = 1

)

select * from anomalies_stated
