with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

charges_in_reporting_currency as (

    select
        charges.billing_month,
        charges.charge_date,
        charges.resource_id,
        exchange_rates.reporting_currency,
        cast(
            sum({{ converted('charges.effective_cost', 'exchange_rates.exchange_rate') }})
            as {{ type_money() }}
        ) as effective_cost
    from charges
    inner join exchange_rates
        on
            charges.billing_currency = exchange_rates.billing_currency
            and charges.charge_date = exchange_rates.charge_date
    group by all

)

select * from charges_in_reporting_currency
