with

queries as (select * from {{ ref('int_queries_owned') }}),

supply as (select * from {{ ref('int_query_supply_daily') }}),

memory_per_core as (

    select
        usage_date,
        cluster_id,
        sum(case when resource_kind = 'memory' then cast(capacity_quantity as double) end)
        / nullif(sum(case when resource_kind = 'cpu' then cast(capacity_quantity as double) end), 0)
            as gib_per_core
    from supply
    group by usage_date, cluster_id

),

-- Where an engine does not meter memory, a query holds what belongs to the cores it uses.
queries_with_memory as (

    select
        queries.usage_date,
        queries.engine,
        queries.cluster_id,
        queries.owner_id,
        queries.rule_id,
        queries.user_name,
        queries.queue_name,
        queries.query_class,
        queries.query_count,
        queries.input_gib,
        queries.cpu_core_hours as cpu_quantity,
        coalesce(
            queries.memory_gib_hours,
            cast(
                cast(queries.cpu_core_hours as double) * memory_per_core.gib_per_core
                as {{ type_quantity() }}
            ),
            0
        ) as memory_quantity
    from queries
    left join memory_per_core
        on
            queries.usage_date = memory_per_core.usage_date
            and queries.cluster_id = memory_per_core.cluster_id

),

holdings_daily as (

    {% for resource_kind in ['cpu', 'memory'] %}
    select
        usage_date,
        engine,
        cluster_id,
        '{{ resource_kind }}' as resource_kind,
        owner_id,
        rule_id,
        user_name,
        queue_name,
        query_class,
        query_count,
        input_gib,
        cast({{ resource_kind }}_quantity as {{ type_quantity() }}) as held_quantity
    from queries_with_memory
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from holdings_daily
