with

queries as (select * from {{ ref('int_queries_daily') }}),

workloads as (select * from {{ ref('int_workloads_daily') }}),

senders as (

    select
        sender_key,
        engine,
        max(service_name) as service_name,
        max(user_name) as user_name,
        max(queue_name) as queue_name
    from queries
    group by sender_key, engine

),

workloads_named as (

    select
        holder_key,
        max(namespace) as namespace,
        max(workload) as workload
    from workloads
    group by holder_key

),

-- Whoever holds a part of a shared machine, by each of the names that a meter has for it.
holder_names as (

    {% for name in ['service_name', 'user_name', 'queue_name'] %}
    select
        sender_key as holder_key,
        engine,
        '{{ name }}' as attribute_name,
        lower({{ name }}) as attribute_value
    from senders
    where {{ name }} <> 'unknown'
    union all
    {% endfor %}
    {% for name in ['workload', 'namespace'] %}
    select
        holder_key,
        'kubernetes' as engine,
        '{{ name }}' as attribute_name,
        lower({{ name }}) as attribute_value
    from workloads_named
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from holder_names
