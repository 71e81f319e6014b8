with

charges as (

    select * from {{ ref('int_charges_converted') }}
    where
        charge_category = 'Usage'
        and coalesce(commitment_discount_status, 'Used') = 'Used'
        and coalesce(pricing_category, 'Standard') <> 'Dynamic'

),

eligibility as (select * from {{ ref('commitment_eligibility') }}),

meter_costs as (

    select
        charge_date,
        provider_name,
        sku_meter,
        reporting_currency,
        sum(contracted_cost) as contracted_cost
    from charges
    group by charge_date, provider_name, sku_meter, reporting_currency

),

-- A meter that two rules of a programme name counts once.
meter_costs_of_programmes as (

    select
        meter_costs.charge_date,
        meter_costs.provider_name,
        eligibility.programme_id,
        meter_costs.sku_meter,
        meter_costs.reporting_currency,
        max(meter_costs.contracted_cost) as contracted_cost
    from meter_costs
    inner join eligibility
        on
            meter_costs.provider_name = eligibility.provider_name
            and coalesce(meter_costs.sku_meter, '') like eligibility.meter_pattern
            and meter_costs.charge_date >= eligibility.valid_from_date
            and meter_costs.charge_date
            < coalesce(eligibility.valid_to_date, {{ far_future() }})
    group by
        meter_costs.charge_date, meter_costs.provider_name, eligibility.programme_id,
        meter_costs.sku_meter, meter_costs.reporting_currency

),

costs_eligible as (

    select
        charge_date,
        provider_name,
        programme_id,
        reporting_currency,
        cast(sum(contracted_cost) as {{ type_money() }}) as eligible_cost
    from meter_costs_of_programmes
    group by charge_date, provider_name, programme_id, reporting_currency

)

select * from costs_eligible
