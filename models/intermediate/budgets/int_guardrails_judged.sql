with

metrics as (select * from {{ ref('int_metrics_measured') }}),

guardrails as (select * from {{ ref('guardrails') }}),

waivers as (select * from {{ ref('guardrail_waivers') }}),

-- A day is judged by the row of that day, so that a new threshold changes no verdict of the past.
metrics_with_control as (

    select
        guardrails.control_id,
        metrics.metric_name,
        metrics.scope_type,
        metrics.scope_id,
        metrics.measured_date,
        metrics.metric_value,
        guardrails.comparison,
        guardrails.warn_threshold,
        guardrails.breach_threshold,
        case
            {% for status in ['breach', 'warn'] %}
            when
                guardrails.comparison = 'above'
                and metrics.metric_value > guardrails.{{ status }}_threshold
                then '{{ status }}'
            when
                guardrails.comparison = 'below'
                and metrics.metric_value < guardrails.{{ status }}_threshold
                then '{{ status }}'
            {% endfor %}
            else 'pass'
        end as unwaived_status,
        guardrails.severity,
        coalesce(guardrails.owner_id, metrics.scope_id) as owner_id,
        guardrails.reason,
        guardrails.action,
        metrics.evidence_query
    from metrics
    inner join guardrails
        on
            metrics.metric_name = guardrails.metric_name
            and metrics.scope_type = guardrails.scope_type
            and metrics.scope_id = coalesce(guardrails.scope_id, metrics.scope_id)
            and metrics.measured_date >= guardrails.valid_from_date
            and metrics.measured_date < coalesce(guardrails.valid_to_date, {{ far_future() }})

),

-- A waiver of one scope goes before one of all.
waivers_found as (

    select
        judged.control_id,
        judged.scope_id,
        judged.measured_date,
        {% for name in ['approved_by', 'reason', 'valid_to_date'] %}
        min_by(waivers.{{ name }}, case when waivers.scope_id is null then 1 else 0 end)
            as {{ name }},
        {% endfor %}
        count(*) as waiver_count
    from metrics_with_control as judged
    inner join waivers
        on
            judged.control_id = waivers.control_id
            and judged.scope_id = coalesce(waivers.scope_id, judged.scope_id)
            and judged.measured_date >= waivers.valid_from_date
            and judged.measured_date < waivers.valid_to_date
    where judged.unwaived_status <> 'pass'
    group by judged.control_id, judged.scope_id, judged.measured_date

),

guardrails_judged as (

    select
        metrics_with_control.*,
        case
            when waivers_found.control_id is not null then 'waived'
            else metrics_with_control.unwaived_status
        end as status,
        waivers_found.approved_by as waived_by,
        waivers_found.reason as waiver_reason,
        waivers_found.valid_to_date as waived_to_date
    from metrics_with_control
    left join waivers_found
        on
            metrics_with_control.control_id = waivers_found.control_id
            and metrics_with_control.scope_id = waivers_found.scope_id
            and metrics_with_control.measured_date = waivers_found.measured_date

)

select * from guardrails_judged
