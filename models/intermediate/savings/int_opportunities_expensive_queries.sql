with

classes as (select * from {{ ref('int_query_classes_measured') }}),

-- Of one owner and class, because whoever writes the same kind of query mends all of them.
opportunities as (

    select
        detector_id,
        class_id as subject_id,
        cluster_id as scope_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        owner_id,
        cast(null as {{ dbt.type_string() }}) as provider_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        reporting_currency,
        monthly_effective_cost,
        {{ money('monthly_effective_cost * saving_ratio') }} as monthly_potential_cost,
        effective_cost_multiple as measured_quantity
    from classes
    where detector_id = 'expensive_queries' and effective_cost_multiple >= threshold_quantity

)

select * from opportunities
