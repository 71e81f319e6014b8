with

owners as (select * from {{ ref('int_owners_listed') }}),

-- Charges still come for who has ended, and some for who is not registered yet: before its first
-- row, between two and after the last an owner has the place that it had, or is to have.
owners_placed as (

    select
        owner_id,
        owner_type,
        parent_owner_id,
        case
            when row_number() over (partition by owner_id order by valid_from_date) = 1
                then cast('{{ var("calendar_start_date") }}' as date)
            else valid_from_date
        end as valid_from_date,
        lead(valid_from_date) over (partition by owner_id order by valid_from_date)
            as valid_to_date
    from owners

)

select * from owners_placed
