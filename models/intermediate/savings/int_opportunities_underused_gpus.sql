with

machines as (select * from {{ ref('int_machines_measured') }}),

machines_with_ratio as (

    select
        *,
        {{ ratio('gpu_used_hours', 'gpu_capacity_hours') }} as gpu_ratio
    from machines
    where detector_id = 'underused_gpus'

),

-- GPUs are bought for their average: what waits for one can run at night.
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
        {{ money(money('monthly_effective_cost * (1 - gpu_ratio)') ~ ' * saving_ratio') }}
            as monthly_potential_cost,
        cast(gpu_ratio as {{ type_quantity() }}) as measured_quantity
    from machines_with_ratio
    where gpu_ratio < threshold_quantity

)

select * from opportunities
