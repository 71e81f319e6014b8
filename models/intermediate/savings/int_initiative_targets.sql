with

initiatives as (

    select * from {{ ref('int_initiatives_staged') }}
    where usage_kind is not null

),

ancestors as (select * from {{ ref('int_owner_ancestors') }}),

-- By the organisation of the day on which the initiative starts. The target itself is in it,
-- whether the directory knows it or not.
owners_below as (

    select
        initiatives.usage_kind,
        initiatives.target_owner_id,
        ancestors.owner_id,
        ancestors.level_count
    from initiatives
    inner join ancestors
        on
            initiatives.target_owner_id = ancestors.ancestor_owner_id
            and initiatives.start_date >= ancestors.valid_from_date
            and initiatives.start_date < coalesce(ancestors.valid_to_date, {{ far_future() }})
    union all
    select
        usage_kind,
        target_owner_id,
        target_owner_id as owner_id,
        cast(0 as bigint) as level_count
    from initiatives

),

-- A service with an initiative of its own is not in the one of its team: usage counts once.
owners_with_targets as (

    select
        *,
        row_number() over (
            partition by owner_id, usage_kind order by level_count, target_owner_id
        ) as place
    from owners_below

),

initiative_targets as (

    select
        owner_id,
        usage_kind,
        target_owner_id
    from owners_with_targets
    where place = 1

)

select * from initiative_targets
