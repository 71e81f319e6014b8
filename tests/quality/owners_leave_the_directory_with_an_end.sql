-- Owners of the snapshot before who had no end, and whom the newest snapshot does not know.
{{ config(severity='warn') }}

with

owners as (select * from {{ ref('stg_org__owners') }}),

snapshots as (

    select
        source_name,
        snapshot_at,
        lead(snapshot_at) over (partition by source_name order by snapshot_at) as next_snapshot_at
    from owners
    group by source_name, snapshot_at

)

select
    owners.source_name,
    owners.owner_id,
    snapshots.next_snapshot_at as missing_since
from owners
inner join snapshots
    on
        owners.source_name = snapshots.source_name
        and owners.snapshot_at = snapshots.snapshot_at
left join owners as later
    on
        owners.source_name = later.source_name
        and owners.owner_id = later.owner_id
        and snapshots.next_snapshot_at = later.snapshot_at
where
    snapshots.next_snapshot_at is not null
    and owners.valid_to_date is null
    and later.owner_id is null
