with

machines as (select * from {{ ref('int_machines_measured') }}),

-- Whoever works with it sleeps at night. What serves customers, or nobody knows whom, is left be.
opportunities as (

    select
        detector_id,
        resource_id as subject_id,
        resource_id as scope_id,
        resource_id,
        owner_id,
        provider_name,
        service_name,
        reporting_currency,
        monthly_effective_cost,
        {{ money('monthly_effective_cost * saving_ratio') }} as monthly_potential_cost,
        cast(daily_running_hours as {{ type_quantity() }}) as measured_quantity
    from machines
    where
        detector_id = 'night_hours'
        and environment not in ('production', 'shared', 'unknown')
        and daily_running_hours >= threshold_quantity

)

select * from opportunities
