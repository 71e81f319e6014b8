with

machines as (select * from {{ ref('int_machines_measured') }}),

-- The size below would do on the busiest day, too. GPUs are judged by themselves.
opportunities as (

    select
        {{ opportunity_columns('cast(busiest_cpu_ratio as ' ~ type_quantity() ~ ')') }}
    from machines
    where
        detector_id = 'underused_hosts'
        and busiest_cpu_ratio < threshold_quantity
        and gpu_capacity_hours is null

)

select * from opportunities
