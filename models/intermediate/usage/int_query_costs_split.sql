with

supply as (select * from {{ ref('int_query_supply_daily') }}),

holders as (select * from {{ ref('int_query_holders_daily') }}),

-- A cluster that no query used and no meter saw is idle as a whole. Queries of a cluster that is on
-- no bill stay, and cost nothing.
shares as (

    select
        holders.usage_date,
        holders.engine,
        holders.cluster_id,
        holders.resource_kind,
        holders.owner_id,
        holders.rule_id,
        holders.user_name,
        holders.queue_name,
        holders.query_class,
        {% for name in cost_names() %}
        cast(coalesce(supply.{{ name }}, 0) as {{ type_money() }}) as cluster_{{ name }},
        {% endfor %}
        holders.query_count,
        holders.input_gib,
        holders.held_quantity,
        coalesce(
            {{ ratio('holders.held_quantity', 'sum(holders.held_quantity) over cluster_kind') }},
            case when holders.is_idle then 1 else 0 end
        ) as cluster_ratio,
        holders.is_idle
    from holders
    left join supply
        on
            holders.usage_date = supply.usage_date
            and holders.cluster_id = supply.cluster_id
            and holders.resource_kind = supply.resource_kind
    window cluster_kind as (
        partition by holders.usage_date, holders.cluster_id, holders.resource_kind
    )

),

costs_split as (

    select
        usage_date,
        engine,
        cluster_id,
        resource_kind,
        owner_id,
        rule_id,
        user_name,
        queue_name,
        query_class,
        {{ each_cost(conserved_share(
            'cluster_{cost}', 'cluster_ratio', ['usage_date', 'cluster_id', 'resource_kind'],
            [
                'is_idle', 'engine', 'owner_id', 'rule_id', 'user_name', 'queue_name',
                'query_class',
            ]
        )) }},
        query_count,
        input_gib,
        held_quantity,
        cluster_ratio,
        is_idle
    from shares

)

select * from costs_split
