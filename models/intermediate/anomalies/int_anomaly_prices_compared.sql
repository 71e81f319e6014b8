with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

charges as (select * from {{ ref('int_charges_converted') }}),

profiles_owned as (select * from {{ ref('int_profiles_owned') }}),

services as (select * from {{ ref('int_services_categorised') }}),

-- A leaf is what its owner has by itself; any other node is all below it. Usage that is alone is
-- valued at one price.
incident_owners as (

    select
        incidents.anomaly_key,
        ancestors.owner_id,
        incidents.service_category,
        incidents.start_date,
        incidents.end_date,
        cast(
            {{ dbt.dateadd('day', -var('anomaly_base_days'), 'incidents.start_date') }} as date
        ) as base_from_date
    from incidents
    inner join ancestors
        on incidents.owner_id = ancestors.ancestor_owner_id
    where
        incidents.measured_as = 'cost'
        and (incidents.level_name <> 'leaf' or incidents.owner_id = ancestors.owner_id)

),

-- A price is that of a meter of a service in a region, whatever paid for it.
meters_compared as (

    select
        incident_owners.anomaly_key,
        charges.provider_name,
        charges.service_name,
        charges.sku_meter,
        charges.region_id,
        charges.consumed_unit,
        sum(cast(charges.effective_cost as double))
        filter (where charges.charge_date < incident_owners.start_date) as base_effective_cost,
        sum(cast(charges.effective_cost as double))
        filter (where charges.charge_date >= incident_owners.start_date) as actual_effective_cost,
        sum(cast(charges.consumed_quantity as double))
        filter (where charges.charge_date < incident_owners.start_date) as base_consumed_quantity,
        sum(cast(charges.consumed_quantity as double))
        filter (where charges.charge_date >= incident_owners.start_date) as actual_consumed_quantity
    from incident_owners
    inner join profiles_owned
        on incident_owners.owner_id = profiles_owned.owner_id
    inner join charges
        on
            profiles_owned.attribute_profile_key = charges.attribute_profile_key
            and profiles_owned.valid_from_date <= charges.charge_date
            and profiles_owned.valid_to_date > charges.charge_date
            and charges.charge_date
            between incident_owners.base_from_date and incident_owners.end_date
    left join services
        on
            charges.provider_name = services.provider_name
            and charges.service_name = services.service_name
    where
        charges.charge_category = 'Usage'
        and charges.consumed_quantity > 0
        and coalesce(incident_owners.service_category, services.service_category, '')
        = coalesce(services.service_category, '')
    group by all

),

-- What was used in both at another price than before; what is new has no price before.
prices_compared as (

    select
        anomaly_key,
        {{ money(
            'sum(actual_effective_cost'
            ~ ' - actual_consumed_quantity * base_effective_cost / base_consumed_quantity)'
        ) }} as price_effective_cost
    from meters_compared
    where base_consumed_quantity > 0 and actual_consumed_quantity > 0
    group by anomaly_key

)

select * from prices_compared
