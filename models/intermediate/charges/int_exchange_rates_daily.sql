with

charges as (select * from {{ ref('int_charges_daily') }}),

exchange_rates as (select * from {{ ref('exchange_rates') }}),

currency_days as (

    select
        billing_currency,
        charge_date
    from charges
    group by billing_currency, charge_date

),

exchange_rates_daily as (

    select
        currency_days.billing_currency,
        currency_days.charge_date,
        '{{ var("reporting_currency") }}' as reporting_currency,
        {{ known_exchange_rate(
            'currency_days.billing_currency', 'exchange_rates.exchange_rate',
            'currency_days.charge_date'
        ) }} as exchange_rate
    from currency_days
    left join exchange_rates
        on
            currency_days.billing_currency = exchange_rates.from_currency
            and exchange_rates.to_currency = '{{ var("reporting_currency") }}'
            and currency_days.charge_date >= exchange_rates.valid_from_date
            and currency_days.charge_date
            < coalesce(exchange_rates.valid_to_date, {{ far_future() }})

)

select * from exchange_rates_daily
