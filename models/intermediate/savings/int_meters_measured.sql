with

costs as (select * from {{ ref('int_costs_owned') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where subject_kind = 'meter'

),

-- What an owner pays in an account for the meters of a detector, and for those beside which they
-- are in order.
meters_measured as (

    select
        detectors.detector_id,
        costs.provider_name,
        costs.sub_account_id,
        costs.owner_id,
        costs.reporting_currency,
        max(
            case when costs.sku_meter like detectors.meter_pattern then costs.service_name end
        ) as service_name,
        max(detectors.threshold_quantity) as threshold_quantity,
        max(detectors.saving_ratio) as saving_ratio,
        {{ monthly_cost(
            'sum(case when costs.sku_meter like detectors.meter_pattern'
            ~ ' then costs.effective_cost else 0 end)',
            'max(detectors.window_days)'
        ) }} as monthly_effective_cost,
        sum(
            case
                when costs.sku_meter like detectors.absent_meter_pattern then costs.effective_cost
                else 0
            end
        ) as absent_meter_effective_cost
    from costs
    inner join detectors
        on
            costs.charge_date >= detectors.first_date
            and costs.charge_date <= detectors.last_date
            and (
                costs.sku_meter like detectors.meter_pattern
                or costs.sku_meter like detectors.absent_meter_pattern
            )
    where costs.cost_type = 'usage'
    group by
        detectors.detector_id, costs.provider_name, costs.sub_account_id, costs.owner_id,
        costs.reporting_currency

)

select * from meters_measured
