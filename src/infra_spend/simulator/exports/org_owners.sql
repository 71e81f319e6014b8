-- The directory lists a service a month before it starts, and closes it two months after it stops.
-- A team that is to be formed, or a move that is to come, is not in it.
with

snapshot as (

    select
        least(
            getvariable('known_at'),
            cast(last_day(getvariable('billing_month')) as timestamp) + interval 6 hours
        ) as snapshot_at

),

listed as (

    select
        case
            when archetype = 'platform' then 'platform-' || service_id
            else service_id
        end as owner_id,
        case
            when start_date > getvariable('first_month')
                then cast(start_date as timestamp) - interval 30 days
        end as listed_from_at,
        cast(stop_date as timestamp) + interval 60 days as listed_to_at
    from services

),

-- greatest and least pass over nulls.
intervals as (

    select
        owners.owner_id,
        owners.owner_name,
        owners.owner_type,
        owners.parent_owner_id,
        owners.headcount,
        greatest(
            cast(owners.valid_from_date as timestamp), listed.listed_from_at
        ) as valid_from_at,
        least(cast(owners.valid_to_date as timestamp), listed.listed_to_at) as valid_to_at
    from owners
    left join listed
        on owners.owner_id = listed.owner_id and owners.owner_type in ('service', 'platform')

),

known as (

    select
        snapshot.snapshot_at,
        intervals.owner_id,
        intervals.owner_name,
        intervals.owner_type,
        intervals.parent_owner_id,
        intervals.valid_from_at,
        case
            when intervals.valid_to_at <= snapshot.snapshot_at then intervals.valid_to_at
        end as valid_to_at,
        -- The directory counts people in teams.
        case when intervals.owner_type = 'team' then intervals.headcount end as headcount
    from intervals
    cross join snapshot
    where
        intervals.valid_from_at <= snapshot.snapshot_at
        and (intervals.valid_to_at is null or intervals.valid_from_at < intervals.valid_to_at)

)

select * from known
order by owner_id, valid_from_at
