with

meters as (select * from {{ ref('int_meters_measured') }}),

-- What zones of a region say to each other is paid for in both directions, so that it adds up.
opportunities as (

    select
        detector_id,
        concat_ws('/', sub_account_id, owner_id) as subject_id,
        concat_ws('/', detector_id, sub_account_id, owner_id) as scope_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        owner_id,
        provider_name,
        service_name,
        reporting_currency,
        monthly_effective_cost,
        {{ money('monthly_effective_cost * saving_ratio') }} as monthly_potential_cost,
        cast(monthly_effective_cost as {{ type_quantity() }}) as measured_quantity
    from meters
    where
        detector_id = 'cross_zone_traffic'
        and monthly_effective_cost >= threshold_quantity

)

select * from opportunities
