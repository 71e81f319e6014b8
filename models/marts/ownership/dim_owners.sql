with

owners as (select * from {{ ref('int_owners_listed') }}),

described_owners as (

    select
        owner_id,
        owner_name,
        owner_type,
        parent_owner_id,
        headcount,
        is_registered,
        valid_from_date,
        valid_to_date
    from owners

)

select * from described_owners
