with

meters as (select * from {{ ref('int_meters_measured') }}),

-- Where an owner keeps no volume in an account any more, its snapshots are of what is gone.
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
        detector_id = 'orphan_snapshots'
        and monthly_effective_cost >= threshold_quantity
        and absent_meter_effective_cost = 0

)

select * from opportunities
