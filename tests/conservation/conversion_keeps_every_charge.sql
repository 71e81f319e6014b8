-- What int_charges_converted holds for a day is every charge of the day at the rate of the day.
with

expected as (

    select
        charges.charge_date,
        count(*) as row_count,
        sum(charges.billed_cost * rates.exchange_rate) as billed_cost,
        sum(charges.effective_cost * rates.exchange_rate) as effective_cost
    from {{ ref('int_charges_daily') }} as charges
    left join {{ ref('int_exchange_rates_daily') }} as rates
        on
            charges.billing_currency = rates.billing_currency
            and charges.charge_date = rates.charge_date
    group by charges.charge_date

),

converted as (

    select
        charge_date,
        count(*) as row_count,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost
    from {{ ref('int_charges_converted') }}
    group by charge_date

)

select
    expected.charge_date,
    expected.billed_cost as expected_billed_cost,
    converted.billed_cost,
    expected.effective_cost as expected_effective_cost,
    converted.effective_cost
from expected
left join converted
    on expected.charge_date = converted.charge_date
where
    converted.row_count is distinct from expected.row_count
    or abs(expected.billed_cost - converted.billed_cost)
    > expected.row_count * 0.00000000005 + {{ var('money_tolerance') }}
    or abs(expected.effective_cost - converted.effective_cost)
    > expected.row_count * 0.00000000005 + {{ var('money_tolerance') }}
