with

directory as (select * from {{ ref('stg_org__owners') }}),

owners as (select * from {{ ref('owners') }}),

-- An export of a directory is all of it with its past, so the newest one is enough.
newest_snapshots as (

    select
        source_name,
        max(snapshot_at) as snapshot_at
    from directory
    group by source_name

),

directory_owners as (

    select
        directory.owner_id,
        directory.owner_name,
        directory.owner_type,
        directory.parent_owner_id,
        directory.headcount,
        directory.valid_from_date,
        directory.valid_to_date
    from directory
    inner join newest_snapshots
        on
            directory.source_name = newest_snapshots.source_name
            and directory.snapshot_at = newest_snapshots.snapshot_at
    left join owners
        on directory.owner_id = owners.owner_id
    where owners.owner_id is null

),

-- What a person wrote about an owner goes before what the directory says.
owners_registered as (

    select
        owner_id,
        owner_name,
        owner_type,
        parent_owner_id,
        cast(null as bigint) as headcount,
        valid_from_date,
        valid_to_date,
        false as is_from_directory
    from owners
    union all
    select
        owner_id,
        owner_name,
        owner_type,
        parent_owner_id,
        headcount,
        valid_from_date,
        valid_to_date,
        true as is_from_directory
    from directory_owners

)

select * from owners_registered
