with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

causes as (select * from {{ ref('int_anomaly_causes') }}),

plans as (select * from {{ ref('int_anomaly_plans') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

-- A plan is about an owner and all below it; where it names nobody or nothing, about all.
plans_ranked as (

    select
        incidents.anomaly_key,
        plans.plan_id,
        plans.plan_kind,
        plans.reason,
        row_number() over (
            partition by incidents.anomaly_key
            order by plans.planned_from_date desc, plans.plan_id asc
        ) as newest_rank
    from incidents
    inner join causes
        on incidents.anomaly_key = causes.anomaly_key
    inner join plans
        on
            incidents.start_date
            >= cast(
                {{ dbt.dateadd('day', -var('anomaly_same_days'), 'plans.planned_from_date') }}
                as date
            )
            and incidents.start_date <= plans.planned_to_date
            and (incidents.measured_as = 'cost' or not plans.is_price_alone)
            and coalesce(plans.provider_name, causes.main_provider_name, '')
            = coalesce(causes.main_provider_name, '')
            and coalesce(plans.service_name, causes.main_service_name, '')
            = coalesce(causes.main_service_name, '')
            and coalesce(
                plans.direction * (
                    incidents.actual_measured_cost - incidents.expected_measured_cost
                ),
                0
            ) >= 0
    left join ancestors
        on
            causes.main_owner_id = ancestors.owner_id
            and plans.owner_id = ancestors.ancestor_owner_id
    where plans.owner_id is null or ancestors.owner_id is not null

),

anomalies_planned as (

    select
        anomaly_key,
        plan_id,
        plan_kind,
        reason
    from plans_ranked
    where newest_rank = 1

)

select * from anomalies_planned
