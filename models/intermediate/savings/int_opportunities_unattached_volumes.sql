with

volume_days as (select * from {{ ref('int_kubernetes_volumes_daily') }}),

resource_days as (select * from {{ ref('int_resource_days_charged') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where detector_id = 'unattached_volumes'

),

-- A volume that is claimed on a single day of the window is in use.
volumes_unclaimed as (

    select
        detectors.detector_id,
        volume_days.resource_id,
        max(detectors.saving_ratio) as saving_ratio,
        max(detectors.window_days) as window_days,
        max(detectors.first_date) as first_date,
        max(detectors.last_date) as last_date,
        count(*) as unclaimed_day_count
    from volume_days
    inner join detectors
        on
            volume_days.usage_date >= detectors.first_date
            and volume_days.usage_date <= detectors.last_date
    group by detectors.detector_id, volume_days.resource_id
    having
        min(volume_days.namespace) = 'unclaimed'
        and max(volume_days.namespace) = 'unclaimed'
        and max(volume_days.usage_date) = max(detectors.last_date)
        and count(*) >= max(detectors.threshold_quantity)

),

volumes as (

    select
        volumes_unclaimed.detector_id,
        volumes_unclaimed.resource_id,
        volumes_unclaimed.saving_ratio,
        volumes_unclaimed.last_date,
        volumes_unclaimed.unclaimed_day_count,
        resource_days.reporting_currency,
        {{ monthly_cost('sum(resource_days.effective_cost)', 'volumes_unclaimed.window_days') }}
            as monthly_effective_cost
    from volumes_unclaimed
    inner join resource_days
        on
            volumes_unclaimed.resource_id = resource_days.resource_id
            and volumes_unclaimed.first_date <= resource_days.usage_date
            and volumes_unclaimed.last_date >= resource_days.usage_date
    group by
        volumes_unclaimed.detector_id, volumes_unclaimed.resource_id,
        volumes_unclaimed.saving_ratio, volumes_unclaimed.window_days,
        volumes_unclaimed.last_date, volumes_unclaimed.unclaimed_day_count,
        resource_days.reporting_currency

),

opportunities as (

    select
        volumes.detector_id,
        volumes.resource_id as subject_id,
        volumes.resource_id as scope_id,
        volumes.resource_id,
        coalesce(resources_owned.owner_id, 'unallocated') as owner_id,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        volumes.reporting_currency,
        volumes.monthly_effective_cost,
        {{ money('volumes.monthly_effective_cost * volumes.saving_ratio') }}
            as monthly_potential_cost,
        cast(volumes.unclaimed_day_count as {{ type_quantity() }}) as measured_quantity
    from volumes
    left join resources_owned
        on
            volumes.last_date = resources_owned.charge_date
            and volumes.resource_id = resources_owned.resource_id

)

select * from opportunities
