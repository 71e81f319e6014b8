with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

prices as (select * from {{ ref('int_anomaly_prices_compared') }}),

causes as (select * from {{ ref('int_anomaly_causes') }}),

plans as (select * from {{ ref('int_anomalies_planned') }}),

stated as (select * from {{ ref('int_anomalies_stated') }}),

incidents_compared as (

    select
        *,
        cast(actual_measured_cost - expected_measured_cost as {{ type_money() }})
            as impact_measured_cost
    from incidents

),

-- What a person says comes first, then what was planned, then what the days say.
anomalies as (

    select
        incidents.anomaly_key,
        incidents.measured_as,
        incidents.node_id,
        incidents.level_name,
        incidents.owner_id,
        incidents.cost_class,
        incidents.service_category,
        causes.main_owner_id,
        causes.main_provider_name,
        causes.main_service_name,
        incidents.anomaly_kind,
        case
            when stated.status is not null then stated.status
            when plans.plan_id is not null then 'planned'
            when incidents.is_over then 'over'
            when
                {{ days_between('incidents.first_seen_date', 'incidents.as_of_date') }}
                >= {{ var('anomaly_settled_days') }}
                then 'new_level'
            else 'open'
        end as anomaly_status,
        coalesce(stated.reason, plans.reason) as status_reason,
        plans.plan_kind,
        plans.plan_id,
        incidents.reporting_currency,
        {{ amounts_measured_as('cost', 'effective_cost', 'incidents', 'incidents') }},
        cast(coalesce(prices.price_effective_cost, 0) as {{ type_money() }})
            as price_effective_cost,
        case
            when incidents.measured_as = 'cost'
                then
                    cast(
                        incidents.impact_measured_cost - coalesce(prices.price_effective_cost, 0)
                        as {{ type_money() }}
                    )
        end as usage_effective_cost,
        {{ amounts_measured_as('usage', 'list_cost', 'incidents', 'incidents') }},
        incidents.score as anomaly_score,
        cast(incidents.alarm_count as bigint) as alarm_count,
        cast(
            {{ days_between('incidents.first_seen_date', 'incidents.as_of_date') }} as bigint
        ) as age_day_count,
        stated.status is null and plans.plan_id is null as is_alarmed,
        incidents.start_date,
        incidents.end_date,
        incidents.first_seen_date,
        incidents.as_of_date
    from incidents_compared as incidents
    left join prices
        on incidents.anomaly_key = prices.anomaly_key
    left join causes
        on incidents.anomaly_key = causes.anomaly_key
    left join plans
        on incidents.anomaly_key = plans.anomaly_key
    left join stated
        on incidents.anomaly_key = stated.anomaly_key

)

select * from anomalies
