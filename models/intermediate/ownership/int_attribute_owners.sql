with

attribute_values as (select * from {{ ref('int_attribute_values') }}),

owners as (select * from {{ ref('int_owners_registered') }}),

aliases as (select * from {{ ref('owner_aliases') }}),

directory_counted as (

    select sum(case when is_from_directory then 1 else 0 end) as owner_count
    from owners

),

owner_ids as (

    select owner_id
    from owners
    group by owner_id

),

attribute_values_named as (

    select
        attribute_name,
        attribute_value
    from attribute_values
    group by attribute_name, attribute_value

),

-- What people wrote down goes before an id that is alike. Without a directory nobody can tell a
-- team from a misspelling, so each name of a team is one.
attribute_owners as (

    select
        attribute_values_named.attribute_name,
        attribute_values_named.attribute_value,
        coalesce(
            aliases.owner_id,
            owner_ids.owner_id,
            case
                when
                    attribute_values_named.attribute_name = 'tag_team'
                    and directory_counted.owner_count = 0
                    then attribute_values_named.attribute_value
            end
        ) as owner_id
    from attribute_values_named
    cross join directory_counted
    left join aliases
        on
            attribute_values_named.attribute_name = aliases.attribute_name
            and attribute_values_named.attribute_value = aliases.attribute_value
    left join owner_ids
        on {{ owner_name('attribute_values_named.attribute_value') }} = owner_ids.owner_id

)

select * from attribute_owners
