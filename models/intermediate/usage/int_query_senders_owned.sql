with

queries as (select * from {{ ref('int_queries_daily') }}),

rules as (select * from {{ ref('query_owner_rules') }}),

aliases as (select * from {{ ref('owner_aliases') }}),

owners as (select * from {{ ref('int_owners_listed') }}),

known_owners as (

    select owner_id from owners
    group by owner_id

),

senders as (

    select
        sender_key,
        engine,
        lower(max(service_name)) as service_name,
        lower(max(user_name)) as user_name,
        lower(max(queue_name)) as queue_name
    from queries
    group by sender_key, engine

),

sender_values as (

    {% for name in ['service_name', 'user_name', 'queue_name'] %}
    select
        sender_key,
        engine,
        '{{ name }}' as attribute_name,
        {{ name }} as attribute_value
    from senders
    where {{ name }} <> 'unknown'
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

senders_named as (

    select
        sender_values.sender_key,
        rules.rule_id,
        rules.priority,
        rules.valid_from_date,
        coalesce(rules.valid_to_date, {{ far_future() }}) as valid_to_date,
        rules.owner_id,
        rules.is_known_only,
        regexp_extract(sender_values.attribute_value, rules.name_pattern, 1) as owner_name
    from sender_values
    inner join rules
        on
            sender_values.attribute_name = rules.attribute_name
            and sender_values.engine = coalesce(rules.engine, sender_values.engine)

),

-- Logs call owners by the names that tags of services do.
senders_owned as (

    select
        senders_named.sender_key,
        senders_named.rule_id,
        senders_named.priority,
        senders_named.valid_from_date,
        senders_named.valid_to_date,
        coalesce(
            senders_named.owner_id, aliases.owner_id, known_owners.owner_id,
            senders_named.owner_name
        ) as owner_id
    from senders_named
    left join aliases
        on
            senders_named.owner_name = aliases.attribute_value
            and aliases.attribute_name = 'tag_service'
    left join known_owners
        on senders_named.owner_name = known_owners.owner_id
    where
        senders_named.owner_name <> ''
        and (
            not senders_named.is_known_only
            or senders_named.owner_id is not null
            or aliases.owner_id is not null
            or known_owners.owner_id is not null
        )

)

select * from senders_owned
