with

parts as (select * from {{ ref('int_store_parts_measured') }}),

-- A table that nobody has read for so long can go; other objects may be kept to be there.
opportunities as (

    select
        detector_id,
        part_id as subject_id,
        part_id as scope_id,
        resource_id,
        owner_id,
        provider_name,
        service_name,
        reporting_currency,
        monthly_effective_cost,
        {{ money('monthly_effective_cost * saving_ratio') }} as monthly_potential_cost,
        cast(days_since_access as {{ type_quantity() }}) as measured_quantity
    from parts
    where
        detector_id = 'unread_tables'
        and table_name is not null
        and days_since_access >= threshold_quantity

)

select * from opportunities
