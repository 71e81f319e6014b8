with

machines as (select * from {{ ref('int_machines_measured') }}),

-- Neither its processors nor its GPUs do anything, not even on the busiest day.
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
        cast(busiest_cpu_ratio as {{ type_quantity() }}) as measured_quantity
    from machines
    where
        detector_id = 'idle_hosts'
        and busiest_cpu_ratio < threshold_quantity
        and coalesce(busiest_gpu_ratio, 0) < threshold_quantity

)

select * from opportunities
