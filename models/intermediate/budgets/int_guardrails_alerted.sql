with

judged as (select * from {{ ref('int_guardrails_judged') }}),

judged_ranked as (

    select
        *,
        row_number() over (
            partition by control_id, scope_type, scope_id order by measured_date desc
        ) as newest_rank,
        max(measured_date) over (partition by control_id) as control_date,
        max(case when status <> 'breach' then measured_date end)
            over (partition by control_id, scope_type, scope_id) as kept_date
    from judged

),

-- A scope that is not measured any more, such as an owner that ended, is nothing to act on.
breaches_now as (

    select
        control_id,
        scope_type,
        scope_id,
        kept_date
    from judged_ranked
    where newest_rank = 1 and status = 'breach' and measured_date = control_date

),

-- It is one breach from its first day on, so that it is told once and not every day.
breaches as (

    select
        ranked.control_id,
        ranked.scope_type,
        ranked.scope_id,
        min(ranked.measured_date) as since_date
    from judged_ranked as ranked
    inner join breaches_now
        on
            ranked.control_id = breaches_now.control_id
            and ranked.scope_type = breaches_now.scope_type
            and ranked.scope_id = breaches_now.scope_id
    where breaches_now.kept_date is null or ranked.measured_date > breaches_now.kept_date
    group by ranked.control_id, ranked.scope_type, ranked.scope_id

),

alerts as (

    select
        md5(concat_ws(
            '|', 'guardrail', ranked.control_id, ranked.scope_type, ranked.scope_id,
            cast(breaches.since_date as {{ dbt.type_string() }})
        )) as alert_key,
        'guardrail' as alert_kind,
        ranked.severity,
        ranked.owner_id,
        breaches.since_date,
        concat(
            replace(ranked.metric_name, '_', ' '), ' of ', ranked.scope_id, ' is ',
            {{ short_number('ranked.metric_value') }}, ', ', ranked.comparison, ' ',
            {{ short_number('ranked.breach_threshold') }}
        ) as title,
        ranked.reason,
        ranked.action as recommended_action,
        ranked.evidence_query
    from breaches
    inner join judged_ranked as ranked
        on
            breaches.control_id = ranked.control_id
            and breaches.scope_type = ranked.scope_type
            and breaches.scope_id = ranked.scope_id
            and ranked.newest_rank = 1

)

select * from alerts
