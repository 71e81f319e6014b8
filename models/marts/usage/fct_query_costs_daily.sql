with

costs as (select * from {{ ref('int_query_costs_split') }}),

-- Kinds of resources add up; what a query is counted by stands in the row of each kind.
costs_daily as (

    select
        usage_date as charge_date,
        engine,
        cluster_id,
        owner_id,
        rule_id,
        user_name,
        queue_name,
        query_class,
        '{{ var("reporting_currency") }}' as reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }},
        cast(max(query_count) as bigint) as query_count,
        cast(
            sum(case when resource_kind = 'cpu' then held_quantity else 0 end)
            as {{ type_quantity() }}
        ) as cpu_core_hours,
        cast(
            sum(case when resource_kind = 'memory' then held_quantity else 0 end)
            as {{ type_quantity() }}
        ) as memory_gib_hours,
        cast(max(input_gib) as {{ type_quantity() }}) as input_gib,
        is_idle
    from costs
    group by
        usage_date, engine, cluster_id, owner_id, rule_id, user_name, queue_name, query_class,
        is_idle

),

published_costs as (

    {{ with_closed_months('costs_daily') }}

)

select * from published_costs
