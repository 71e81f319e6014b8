with

queries as (select * from {{ ref('int_queries_daily') }}),

holders_owned as (select * from {{ ref('int_holders_owned') }}),

-- Of the rules of the day the one of lowest priority number wins; equal priorities go by name.
queries_ranked as (

    select
        queries.usage_date,
        queries.engine,
        queries.cluster_id,
        coalesce(holders_owned.owner_id, 'unallocated') as owner_id,
        coalesce(holders_owned.rule_id, 'unallocated') as rule_id,
        queries.user_name,
        queries.queue_name,
        queries.query_class,
        queries.query_count,
        queries.cpu_core_hours,
        queries.memory_gib_hours,
        queries.input_gib,
        row_number() over (
            partition by
                queries.usage_date, queries.cluster_id, queries.query_class, queries.sender_key
            order by holders_owned.priority, holders_owned.rule_id
        ) as rule_rank
    from queries
    left join holders_owned
        on
            queries.sender_key = holders_owned.holder_key
            and queries.usage_date >= holders_owned.valid_from_date
            and queries.usage_date < holders_owned.valid_to_date

),

queries_owned as (

    select
        usage_date,
        engine,
        cluster_id,
        owner_id,
        rule_id,
        user_name,
        queue_name,
        query_class,
        cast(sum(query_count) as bigint) as query_count,
        cast(sum(cpu_core_hours) as {{ type_quantity() }}) as cpu_core_hours,
        cast(sum(memory_gib_hours) as {{ type_quantity() }}) as memory_gib_hours,
        cast(sum(input_gib) as {{ type_quantity() }}) as input_gib
    from queries_ranked
    where rule_rank = 1
    group by
        usage_date, engine, cluster_id, owner_id, rule_id, user_name, queue_name, query_class

)

select * from queries_owned
