with

judged as (select * from {{ ref('int_anomalies_judged') }}),

counts as (

    select
        seen_month,
        cast(count(case when verdict = 'unjudged' then 1 end) as bigint) as unjudged_count,
        cast(count(case when verdict = 'acknowledged' then 1 end) as bigint) as acknowledged_count,
        cast(count(case when verdict = 'expected' then 1 end) as bigint) as expected_count,
        cast(count(case when verdict = 'missed' then 1 end) as bigint) as missed_count
    from judged
    group by seen_month

),

detection_quality as (

    select
        seen_month,
        {{ ratio('acknowledged_count', 'acknowledged_count + expected_count') }}
            as precision_ratio,
        {{ ratio('acknowledged_count', 'acknowledged_count + missed_count') }} as recall_ratio,
        unjudged_count,
        acknowledged_count,
        expected_count,
        missed_count
    from counts

)

select * from detection_quality
