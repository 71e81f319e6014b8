with

holders as (select * from {{ ref('int_holders_listed') }}),

rules as (select * from {{ ref('holder_owner_rules') }}),

aliases as (select * from {{ ref('owner_aliases') }}),

owners as (select * from {{ ref('int_owners_listed') }}),

known_owners as (

    select owner_id from owners
    group by owner_id

),

holders_named as (

    select
        holders.holder_key,
        rules.rule_id,
        rules.priority,
        rules.valid_from_date,
        coalesce(rules.valid_to_date, {{ far_future() }}) as valid_to_date,
        rules.owner_id,
        rules.is_known_only,
        regexp_extract(holders.attribute_value, rules.name_pattern, 1) as owner_name
    from holders
    inner join rules
        on
            holders.attribute_name = rules.attribute_name
            and holders.engine = coalesce(rules.engine, holders.engine)

),

-- Meters call owners by the names that tags of services do.
holders_owned as (

    select
        holders_named.holder_key,
        holders_named.rule_id,
        holders_named.priority,
        holders_named.valid_from_date,
        holders_named.valid_to_date,
        coalesce(
            holders_named.owner_id, aliases.owner_id, known_owners.owner_id,
            holders_named.owner_name
        ) as owner_id
    from holders_named
    left join aliases
        on
            holders_named.owner_name = aliases.attribute_value
            and aliases.attribute_name = 'tag_service'
    left join known_owners
        on holders_named.owner_name = known_owners.owner_id
    where
        holders_named.owner_name <> ''
        and (
            not holders_named.is_known_only
            or holders_named.owner_id is not null
            or aliases.owner_id is not null
            or known_owners.owner_id is not null
        )

)

select * from holders_owned
