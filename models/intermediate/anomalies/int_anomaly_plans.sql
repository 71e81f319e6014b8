with

initiatives as (select * from {{ ref('stg_plans__initiatives') }}),

price_changes as (select * from {{ ref('stg_plans__price_changes') }}),

planned_events as (select * from {{ ref('planned_events') }}),

commitment_steps as (select * from {{ ref('int_commitment_steps') }}),

owner_steps as (select * from {{ ref('int_owner_steps') }}),

-- Direction is 1 for what makes cost rise and -1 for what saves; an event may do either. What
-- changes a price alone accounts for no usage.
plans as (

    select
        initiative_id as plan_id,
        'initiative' as plan_kind,
        coalesce(service_id, owner_id) as owner_id,
        cast(null as {{ dbt.type_string() }}) as provider_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        cast(-1 as int) as direction,
        false as is_price_alone,
        start_date as planned_from_date,
        cast({{ dbt.dateadd('day', var('anomaly_plan_days'), 'start_date') }} as date)
            as planned_to_date,
        initiative_name as reason
    from initiatives
    union all
    select
        change_id as plan_id,
        'price_change' as plan_kind,
        cast(null as {{ dbt.type_string() }}) as owner_id,
        provider_name,
        service_name,
        cast(case when price_ratio < 1 then -1 else 1 end as int) as direction,
        true as is_price_alone,
        effective_date as planned_from_date,
        cast({{ dbt.dateadd('day', var('anomaly_plan_days'), 'effective_date') }} as date)
            as planned_to_date,
        reason
    from price_changes
    union all
    select
        event_id as plan_id,
        event_kind as plan_kind,
        owner_id,
        provider_name,
        service_name,
        cast(null as int) as direction,
        false as is_price_alone,
        start_date as planned_from_date,
        end_date as planned_to_date,
        reason
    from planned_events
    union all
    select
        commitment_id as plan_id,
        step_kind as plan_kind,
        cast(null as {{ dbt.type_string() }}) as owner_id,
        provider_name,
        service_name,
        direction,
        true as is_price_alone,
        step_date as planned_from_date,
        cast({{ dbt.dateadd('day', var('anomaly_same_days'), 'step_date') }} as date)
            as planned_to_date,
        commitment_name as reason
    from commitment_steps
    union all
    select
        owner_id as plan_id,
        step_kind as plan_kind,
        owner_id,
        cast(null as {{ dbt.type_string() }}) as provider_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        direction,
        false as is_price_alone,
        step_date as planned_from_date,
        cast({{ dbt.dateadd('day', var('anomaly_plan_days'), 'step_date') }} as date)
            as planned_to_date,
        owner_name as reason
    from owner_steps

)

select * from plans
