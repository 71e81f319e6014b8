with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

profiles as (select * from {{ ref('int_attribute_profiles') }}),

environment_names as (select * from {{ ref('environment_names') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

newest_days as (

    select
        min(first_date) as first_date,
        max(last_date) as last_date
    from detectors

),

-- What is found by its meter, whatever it is of, is not found again in the resource.
charges_of_resources as (

    select
        charges.*,
        coalesce(environment_names.environment, 'unknown') as environment
    from charges
    inner join newest_days
        on
            charges.charge_date >= newest_days.first_date
            and charges.charge_date <= newest_days.last_date
    left join detectors
        on
            detectors.subject_kind = 'meter'
            and charges.sku_meter like detectors.meter_pattern
    left join profiles
        on charges.attribute_profile_key = profiles.attribute_profile_key
    left join environment_names
        on lower(trim(profiles.tag_environment)) = environment_names.tag_value
    where charges.cost_type = 'usage' and detectors.detector_id is null

),

resource_days as (

    select
        charges_of_resources.charge_date as usage_date,
        charges_of_resources.resource_id,
        charges_of_resources.provider_name,
        charges_of_resources.service_name,
        charges_of_resources.sku_meter,
        charges_of_resources.environment,
        exchange_rates.reporting_currency,
        {{ each_cost(
            'cast(sum('
            ~ converted('charges_of_resources.{cost}', 'exchange_rates.exchange_rate') ~ ') as '
            ~ type_money() ~ ')'
        ) }}
    from charges_of_resources
    inner join exchange_rates
        on
            charges_of_resources.billing_currency = exchange_rates.billing_currency
            and charges_of_resources.charge_date = exchange_rates.charge_date
    group by all

)

select * from resource_days
