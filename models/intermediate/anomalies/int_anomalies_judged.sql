with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

stated as (select * from {{ ref('int_anomalies_stated') }}),

missed_anomalies as (select * from {{ ref('missed_anomalies') }}),

anomalies_judged as (

    select
        incidents.anomaly_key as subject_id,
        coalesce(stated.status, 'unjudged') as verdict,
        cast({{ dbt.date_trunc('month', 'incidents.first_seen_date') }} as date) as seen_month
    from incidents
    left join stated
        on incidents.anomaly_key = stated.anomaly_key
    union all
    select
        owner_id as subject_id,
        'missed' as verdict,
        cast({{ dbt.date_trunc('month', 'start_date') }} as date) as seen_month
    from missed_anomalies

)

select * from anomalies_judged
