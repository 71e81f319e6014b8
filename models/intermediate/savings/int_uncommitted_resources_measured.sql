with

savings as (select * from {{ ref('int_commitment_savings_chosen') }}),

eligibility as (select * from {{ ref('commitment_eligibility') }}),

resource_days as (select * from {{ ref('int_resource_days_charged') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where detector_id = 'uncommitted_usage'

),

days_in_window as (

    select
        resource_days.*,
        detectors.window_days,
        detectors.last_date
    from resource_days
    inner join detectors
        on
            resource_days.usage_date >= detectors.first_date
            and resource_days.usage_date <= detectors.last_date

),

resource_costs as (

    select
        resource_id,
        reporting_currency,
        {{ monthly_cost('sum(effective_cost)', 'max(window_days)') }} as monthly_effective_cost
    from days_in_window
    group by resource_id, reporting_currency

),

-- A meter that two rules of a programme name counts once.
meters_of_programmes as (

    select
        savings.programme_id,
        eligibility.provider_name,
        days_in_window.sku_meter,
        days_in_window.reporting_currency
    from days_in_window
    inner join eligibility
        on
            days_in_window.provider_name = eligibility.provider_name
            and days_in_window.sku_meter like eligibility.meter_pattern
            and days_in_window.last_date >= eligibility.valid_from_date
            and days_in_window.last_date < coalesce(eligibility.valid_to_date, {{ far_future() }})
    inner join savings
        on
            eligibility.programme_id = savings.programme_id
            and days_in_window.reporting_currency = savings.reporting_currency
    group by
        savings.programme_id, eligibility.provider_name, days_in_window.sku_meter,
        days_in_window.reporting_currency

),

-- What a commitment covers costs less than was agreed; what none covers costs just that.
uncommitted_resources as (

    select
        meters.programme_id,
        days_in_window.resource_id,
        days_in_window.reporting_currency,
        max(resource_costs.monthly_effective_cost) as monthly_effective_cost,
        {{ monthly_cost('sum(days_in_window.effective_cost)', 'max(days_in_window.window_days)') }}
            as monthly_uncovered_cost
    from days_in_window
    inner join meters_of_programmes as meters
        on
            days_in_window.provider_name = meters.provider_name
            and days_in_window.sku_meter = meters.sku_meter
            and days_in_window.reporting_currency = meters.reporting_currency
    inner join resource_costs
        on
            days_in_window.resource_id = resource_costs.resource_id
            and days_in_window.reporting_currency = resource_costs.reporting_currency
    where days_in_window.effective_cost >= days_in_window.contracted_cost
    group by meters.programme_id, days_in_window.resource_id, days_in_window.reporting_currency

)

select * from uncommitted_resources
