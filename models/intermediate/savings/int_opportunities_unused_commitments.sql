with

costs as (select * from {{ ref('int_commitment_costs_daily') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where detector_id = 'unused_commitments'

),

-- A commitment whose term is over has no cost on the last day.
commitments as (

    select
        detectors.detector_id,
        costs.provider_name,
        costs.commitment_discount_id,
        costs.reporting_currency,
        max(detectors.threshold_quantity) as threshold_quantity,
        max(detectors.saving_ratio) as saving_ratio,
        {{ monthly_cost('sum(costs.amortised_cost)', 'max(detectors.window_days)') }}
            as monthly_effective_cost,
        {{ monthly_cost('sum(costs.unused_cost)', 'max(detectors.window_days)') }}
            as monthly_unused_cost
    from costs
    inner join detectors
        on
            costs.charge_date >= detectors.first_date
            and costs.charge_date <= detectors.last_date
    where costs.amortised_cost > 0
    group by
        detectors.detector_id, costs.provider_name, costs.commitment_discount_id,
        costs.reporting_currency
    having max(costs.charge_date) = max(detectors.last_date)

),

commitments_with_ratio as (

    select
        *,
        {{ ratio('monthly_unused_cost', 'monthly_effective_cost') }} as unused_ratio
    from commitments

),

-- Commitments are bought for the company, whoever uses them.
opportunities as (

    select
        detector_id,
        commitment_discount_id as subject_id,
        commitment_discount_id as scope_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        'company' as owner_id,
        provider_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        reporting_currency,
        monthly_effective_cost,
        {{ money('monthly_unused_cost * saving_ratio') }} as monthly_potential_cost,
        cast(unused_ratio as {{ type_quantity() }}) as measured_quantity
    from commitments_with_ratio
    where unused_ratio >= threshold_quantity

)

select * from opportunities
