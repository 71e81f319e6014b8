with

ancestors as (select * from {{ ref('int_owner_ancestors') }}),

contacts as (select * from {{ ref('owner_contacts') }}),

-- Who has no address of their own is told at that of the nearest above.
owner_contacts_found as (

    select
        ancestors.owner_id,
        min_by(contacts.contact_email, ancestors.level_count) as contact_email
    from ancestors
    inner join contacts
        on ancestors.ancestor_owner_id = contacts.owner_id
    where ancestors.valid_to_date is null
    group by ancestors.owner_id

)

select * from owner_contacts_found
