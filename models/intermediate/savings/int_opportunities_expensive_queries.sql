with

classes as (select * from {{ ref('int_query_classes_measured') }}),

-- Of one owner and class, because whoever writes the same kind of query mends all of them.
opportunities as (

    select
        {{ opportunity_columns(
            'effective_cost_multiple', subject_id='class_id', scope_id='cluster_id',
            resource_id=none, provider_name=none, service_name=none
        ) }}
    from classes
    where detector_id = 'expensive_queries' and effective_cost_multiple >= threshold_quantity

)

select * from opportunities
