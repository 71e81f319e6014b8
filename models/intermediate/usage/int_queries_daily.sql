with

queries as (select * from {{ ref('stg_queries__query_log') }}),

-- A query counts on the day it began. Memory stays empty where the engine does not meter it.
queries_daily as (

    select
        cast(started_at as date) as usage_date,
        engine,
        cluster_id,
        coalesce(nullif(trim(user_name), ''), 'unknown') as user_name,
        coalesce(nullif(trim(queue_name), ''), 'unknown') as queue_name,
        nullif(trim(service_name), '') as service_name,
        coalesce(nullif(trim(query_class), ''), 'unknown') as query_class,
        count(*) as query_count,
        {{ core_hours('sum(cpu_seconds)') }} as cpu_core_hours,
        cast(cast(sum(memory_gib_seconds) as double) / 3600 as {{ type_quantity() }})
            as memory_gib_hours,
        cast(cast(sum(coalesce(input_bytes, 0)) as double) / 1073741824 as {{ type_quantity() }})
            as input_gib
    from queries
    group by all

),

queries_with_key as (

    select
        usage_date,
        engine,
        cluster_id,
        user_name,
        queue_name,
        service_name,
        query_class,
        md5(concat_ws('|', engine, user_name, queue_name, coalesce(service_name, '')))
            as sender_key,
        query_count,
        cpu_core_hours,
        memory_gib_hours,
        input_gib
    from queries_daily

)

select * from queries_with_key
