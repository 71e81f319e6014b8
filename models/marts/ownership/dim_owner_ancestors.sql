with

ancestors as (select * from {{ ref('int_owner_ancestors') }}),

described_ancestors as (

    select
        owner_id,
        ancestor_owner_id,
        level_count,
        valid_from_date,
        valid_to_date
    from ancestors

)

select * from described_ancestors
