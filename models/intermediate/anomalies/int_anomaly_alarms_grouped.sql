with

branches as (select * from {{ ref('int_anomaly_alarms_branched') }}),

alarms as (select * from {{ ref('int_anomaly_alarms_kept') }}),

alarms_in_branch as (

    select
        branches.alarm_key,
        branches.top_alarm_key,
        branches.level_number,
        alarms.measured_as,
        alarms.node_id,
        alarms.impact_measured_cost,
        alarms.start_date,
        alarms.end_date
    from branches
    inner join alarms
        on branches.alarm_key = alarms.alarm_key

),

-- More use that is paid for is one anomaly, that of the cost which began nearest to it.
branches_paid as (

    select
        used.top_alarm_key,
        paid.top_alarm_key as paid_alarm_key,
        row_number() over (
            partition by used.top_alarm_key
            order by
                abs({{ days_between('used.start_date', 'paid.start_date') }}),
                paid.level_number,
                paid.start_date,
                paid.alarm_key
        ) as nearest_rank
    from alarms_in_branch as used
    inner join alarms_in_branch as paid
        on
            used.node_id = paid.node_id
            and used.start_date <= paid.end_date
            and used.end_date >= paid.start_date
            and sign(used.impact_measured_cost) = sign(paid.impact_measured_cost)
    where used.measured_as = 'usage' and paid.measured_as = 'cost'

),

alarms_grouped as (

    select
        alarms.alarm_key,
        coalesce(paid.paid_alarm_key, alarms.top_alarm_key) as top_alarm_key,
        case when paid.paid_alarm_key is null then alarms.measured_as else 'cost' end
            as measured_as,
        alarms.level_number
    from alarms_in_branch as alarms
    left join branches_paid as paid
        on
            alarms.top_alarm_key = paid.top_alarm_key
            and paid.nearest_rank = 1

)

select * from alarms_grouped
