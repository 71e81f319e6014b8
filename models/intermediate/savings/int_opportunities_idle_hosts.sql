with

machines as (select * from {{ ref('int_machines_measured') }}),

-- Neither its processors nor its GPUs do anything, not even on the busiest day.
opportunities as (

    select
        {{ opportunity_columns('cast(busiest_cpu_ratio as ' ~ type_quantity() ~ ')') }}
    from machines
    where
        detector_id = 'idle_hosts'
        and busiest_cpu_ratio < threshold_quantity
        and coalesce(busiest_gpu_ratio, 0) < threshold_quantity

)

select * from opportunities
