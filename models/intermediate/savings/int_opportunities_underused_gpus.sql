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
        {{ opportunity_columns(
            'cast(gpu_ratio as ' ~ type_quantity() ~ ')',
            monthly_potential_cost=money(
                money('monthly_effective_cost * (1 - gpu_ratio)') ~ ' * saving_ratio'
            )
        ) }}
    from machines_with_ratio
    where gpu_ratio < threshold_quantity

)

select * from opportunities
