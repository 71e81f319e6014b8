with

judged as (select * from {{ ref('int_guardrails_judged') }}),

guardrails as (

    select
        control_id,
        metric_name,
        scope_type,
        scope_id,
        measured_date,
        status,
        unwaived_status,
        metric_value,
        comparison,
        warn_threshold,
        breach_threshold,
        severity,
        owner_id,
        reason,
        action,
        waived_by,
        waiver_reason,
        waived_to_date,
        evidence_query
    from judged

)

select * from guardrails
