{%- set contributions -%}
select * from marts.fct_cost_anomaly_contributions where anomaly_key = {anomaly}
order by dimension_name, abs(coalesce(impact_effective_cost, impact_list_cost)) desc
{%- endset -%}

with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

causes as (select * from {{ ref('int_anomaly_causes') }}),

plans as (select * from {{ ref('int_anomalies_planned') }}),

stated as (select * from {{ ref('int_anomalies_stated') }}),

-- What was planned, judged by a person, is over or has gone on for months needs nobody now. Usage
-- whose cost stays has no amount.
alerts as (

    select
        md5(concat_ws('|', 'anomaly', incidents.anomaly_key)) as alert_key,
        'anomaly' as alert_kind,
        'warn' as severity,
        incidents.owner_id,
        incidents.start_date as since_date,
        concat_ws(
            ' of ', incidents.anomaly_kind,
            case when incidents.measured_as = 'usage' then 'the usage' end,
            coalesce(
                incidents.service_category,
                case when incidents.measured_as = 'cost' then 'the cost' end
            ),
            incidents.owner_id
        ) as title,
        concat_ws(
            ' ', case
                when incidents.measured_as = 'usage'
                    then 'Unlike its cost, it'
                else 'It'
            end,
            'differs from what its past and its calendar let expect; most of it is',
            causes.main_service_name, 'of', causes.main_owner_id
        ) as reason,
        'Undo what caused it, or say in the seed anomaly_statuses that it is known or expected'
            as recommended_action,
        {{ evidence_query(contributions, {'anomaly': 'incidents.anomaly_key'}) }}
            as evidence_query,
        case
            when incidents.measured_as = 'cost'
                then
                    cast(
                        incidents.actual_measured_cost - incidents.expected_measured_cost
                        as {{ type_money() }}
                    )
        end as amount_cost,
        incidents.reporting_currency
    from incidents
    left join causes
        on incidents.anomaly_key = causes.anomaly_key
    left join plans
        on incidents.anomaly_key = plans.anomaly_key
    left join stated
        on incidents.anomaly_key = stated.anomaly_key
    where
        not incidents.is_over
        and plans.plan_id is null
        and stated.status is null
        and {{ days_between('incidents.first_seen_date', 'incidents.as_of_date') }}
        < {{ var('anomaly_settled_days') }}

)

select * from alerts
