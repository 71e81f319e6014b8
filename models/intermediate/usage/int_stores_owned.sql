with

charges as (select * from {{ ref('int_storage_charges_daily') }}),

parts as (select * from {{ ref('int_storage_parts_dated') }}),

owners as (select * from {{ ref('int_owners_listed') }}),

aliases as (select * from {{ ref('owner_aliases') }}),

inventoried as (

    select
        resource_id,
        max(store) as store
    from parts
    group by resource_id

),

-- A store without an inventory is called by the last part of its identifier.
stores as (

    select
        charges.resource_id,
        max(
            coalesce(inventoried.store, regexp_replace(charges.resource_id, '^.*[:/]', ''))
        ) as store
    from charges
    left join inventoried
        on charges.resource_id = inventoried.resource_id
    group by charges.resource_id

),

names as (

    select
        owner_id as owner_name,
        owner_id
    from owners
    where owner_type not in ('company', 'gap')
    group by owner_id
    union
    select
        attribute_value as owner_name,
        owner_id
    from aliases
    where attribute_name = 'tag_service'

),

-- A store is often called after its service, with more behind a hyphen: the longest name counts.
stores_named as (

    select
        stores.resource_id,
        stores.store,
        names.owner_id,
        row_number() over (
            partition by stores.resource_id
            order by length(names.owner_name) desc, names.owner_id
        ) as name_rank
    from stores
    left join names
        on
            concat(names.owner_name, '-')
            = substr(concat(lower(stores.store), '-'), 1, length(names.owner_name) + 1)

),

stores_owned as (

    select
        resource_id,
        store,
        owner_id
    from stores_named
    where name_rank = 1

)

select * from stores_owned
