with

source as (select * from {{ source('org', 'org_owners') }}),

owners as (

    select
        source_name,
        delivery,
        owner_id,
        owner_name,
        owner_type,
        parent_owner_id,
        headcount,
        cast(snapshot_at as {{ dbt.type_timestamp() }}) as snapshot_at,
        cast(valid_from_at as date) as valid_from_date,
        cast(valid_to_at as date) as valid_to_date,
        billing_month
    from source

)

select * from owners
