with

charges as (select * from {{ ref('int_commitment_charges_daily') }}),

accrued as (select * from {{ ref('int_commitment_costs_accrued') }}),

accrued_periods as (

    select
        billing_month,
        charge_date,
        provider_name,
        commitment_discount_id,
        reporting_currency
    from accrued
    group by billing_month, charge_date, provider_name, commitment_discount_id, reporting_currency

),

days_with_usage_taken as (

    select
        provider_name,
        commitment_discount_id,
        reporting_currency,
        calendar_date
    from accrued
    where takes_usage

),

-- What is not spread counts on its own day.
parts as (

    select
        charges.charge_date,
        charges.provider_name,
        charges.commitment_discount_id,
        charges.reporting_currency,
        charges.billed_cost,
        case when days_with_usage_taken.calendar_date is null then charges.used_cost else 0 end
        + case when accrued_periods.charge_date is null then charges.unused_cost else 0 end
            as amortised_cost,
        charges.used_cost,
        charges.covered_cost,
        charges.on_demand_equivalent_cost
    from charges
    left join accrued_periods
        on
            charges.billing_month = accrued_periods.billing_month
            and charges.charge_date = accrued_periods.charge_date
            and charges.provider_name = accrued_periods.provider_name
            and charges.commitment_discount_id = accrued_periods.commitment_discount_id
            and charges.reporting_currency = accrued_periods.reporting_currency
    left join days_with_usage_taken
        on
            charges.charge_date = days_with_usage_taken.calendar_date
            and charges.provider_name = days_with_usage_taken.provider_name
            and charges.commitment_discount_id = days_with_usage_taken.commitment_discount_id
            and charges.reporting_currency = days_with_usage_taken.reporting_currency
    union all
    select
        calendar_date as charge_date,
        provider_name,
        commitment_discount_id,
        reporting_currency,
        0 as billed_cost,
        amortised_cost,
        0 as used_cost,
        0 as covered_cost,
        0 as on_demand_equivalent_cost
    from accrued

),

costs_daily as (

    select
        charge_date,
        provider_name,
        commitment_discount_id,
        reporting_currency,
        {% for name in ['billed', 'amortised', 'used', 'covered', 'on_demand_equivalent'] %}
        cast(sum({{ name }}_cost) as {{ type_money() }}) as {{ name }}_cost,
        {% endfor %}
        cast(sum(amortised_cost) - sum(used_cost) as {{ type_money() }}) as unused_cost
    from parts
    group by charge_date, provider_name, commitment_discount_id, reporting_currency

)

select * from costs_daily
