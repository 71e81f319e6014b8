with

parts as (select * from {{ ref('int_store_parts_measured') }}),

tiers as (select * from {{ ref('storage_tiers') }}),

-- What a colder class costs less is the price of bytes; what is asked of them stays.
opportunities as (

    select
        parts.detector_id,
        parts.part_id as subject_id,
        parts.part_id as scope_id,
        parts.resource_id,
        parts.owner_id,
        parts.provider_name,
        parts.service_name,
        parts.reporting_currency,
        parts.monthly_effective_cost,
        {{ money('parts.monthly_bytes_effective_cost * (1 - tiers.colder_price_ratio)') }}
            as monthly_potential_cost,
        cast(parts.days_since_access as {{ type_quantity() }}) as measured_quantity
    from parts
    inner join tiers
        on
            parts.provider_name = tiers.provider_name
            and parts.storage_class = tiers.storage_class
            and parts.last_date >= tiers.valid_from_date
            and parts.last_date < coalesce(tiers.valid_to_date, {{ far_future() }})
    where
        parts.detector_id = 'cold_storage'
        and parts.days_since_access >= parts.threshold_quantity

)

select * from opportunities
