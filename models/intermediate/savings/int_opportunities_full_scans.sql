with

classes as (select * from {{ ref('int_query_classes_measured') }}),

-- Nothing says how much of a table is read, so what reads far more than others stands for it.
opportunities as (

    select
        {{ opportunity_columns(
            'input_gib_multiple', subject_id='class_id', scope_id='cluster_id',
            resource_id=none, provider_name=none, service_name=none
        ) }}
    from classes
    where detector_id = 'full_scans' and input_gib_multiple >= threshold_quantity

)

select * from opportunities
