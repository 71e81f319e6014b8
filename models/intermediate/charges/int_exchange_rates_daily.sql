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

-- A day without a rate stops the build: guessing one would move money.
exchange_rates_daily as (

    select
        currency_days.billing_currency,
        currency_days.charge_date,
        '{{ var("reporting_currency") }}' as reporting_currency,
        case
            when currency_days.billing_currency = '{{ var("reporting_currency") }}'
                then cast(1 as {{ type_exchange_rate() }})
            when exchange_rates.exchange_rate is not null then exchange_rates.exchange_rate
            else {{ raise_error(
                "concat('no exchange rate from ', currency_days.billing_currency, ' to "
                ~ var("reporting_currency") ~ " on ', currency_days.charge_date,"
                ~ " ': add a row to seeds/charges/exchange_rates.csv')",
                type_exchange_rate()
            ) }}
        end as exchange_rate
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
