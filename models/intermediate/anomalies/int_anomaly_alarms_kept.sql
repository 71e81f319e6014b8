with

alarms as (select * from {{ ref('int_anomaly_alarms_found') }}),

-- What is settled is never written again; what is not was forgotten before.
alarms_kept as (

    select
        md5(
            concat_ws(
                '/', measured_as, node_id,
                cast(cast(first_seen_date as date) as {{ dbt.type_string() }})
            )
        ) as alarm_key,
        measured_as,
        node_id,
        anomaly_kind,
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(first_seen_date as date) as first_seen_date,
        cast(as_of_date as date) as as_of_date,
        {{ money('expected_measured_cost') }} as expected_measured_cost,
        {{ money('impact_measured_cost') }} as impact_measured_cost,
        cast(round(score, 2) as {{ type_money() }}) as score,
        is_over > 0 as is_over
    from alarms
    where cast(first_seen_date as date) > {{ anomalies_settled_until() }}

)

select * from alarms_kept
