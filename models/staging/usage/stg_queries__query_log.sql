with

source as (select * from {{ source('queries', 'query_log') }}),

queries as (

    select
        source_name,
        delivery,
        query_id,
        engine,
        coalesce(cluster_id, engine) as cluster_id,
        user_name,
        queue_name,
        service_name,
        query_class,
        state as query_state,
        cast(cpu_seconds as {{ type_quantity() }}) as cpu_seconds,
        cast(memory_gib_seconds as {{ type_quantity() }}) as memory_gib_seconds,
        cast(input_bytes as {{ type_quantity() }}) as input_bytes,
        cast(started_at as {{ dbt.type_timestamp() }}) as started_at,
        cast(ended_at as {{ dbt.type_timestamp() }}) as ended_at,
        billing_month
    from source

)

select * from queries
