with

registered_owners as (select * from {{ ref('int_owners_registered') }}),

profiles_owned as (select * from {{ ref('int_profiles_owned') }}),

platform_usage as (select * from {{ ref('int_platform_usage_daily') }}),

owners_named as (

    select owner_id
    from profiles_owned
    union
    select platform as owner_id
    from platform_usage
    union
    select consumer as owner_id
    from platform_usage

),

-- Owners that only tags and meters name: they have cost although nobody has registered them.
unregistered_owners as (

    select owners_named.owner_id
    from owners_named
    left join registered_owners
        on owners_named.owner_id = registered_owners.owner_id
    where registered_owners.owner_id is null

),

owners_listed as (

    select
        owner_id,
        owner_name,
        owner_type,
        parent_owner_id,
        headcount,
        true as is_registered,
        valid_from_date,
        valid_to_date
    from registered_owners
    union all
    select
        owner_id,
        owner_id as owner_name,
        'team' as owner_type,
        'company' as parent_owner_id,
        cast(null as bigint) as headcount,
        false as is_registered,
        cast('{{ var("calendar_start_date") }}' as date) as valid_from_date,
        cast(null as date) as valid_to_date
    from unregistered_owners

)

select * from owners_listed
