with

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

months_compared as (select * from {{ ref('int_months_compared') }}),

rates_monthly as (

    select
        billing_currency,
        {{ month_of('charge_date') }} as billing_month,
        sum(exchange_rate) as exchange_rate_sum,
        count(*) as day_count
    from rates
    group by billing_currency, {{ month_of('charge_date') }}

),

average_rates as (

    select
        billing_currency,
        billing_month,
        cast(exchange_rate_sum as double) / day_count as exchange_rate
    from rates_monthly

),

rates_compared as (

    select
        months_compared.comparison_name,
        months_compared.earlier_month,
        months_compared.later_month,
        later_rates.billing_currency,
        earlier_rates.exchange_rate / later_rates.exchange_rate as earlier_per_later_rate
    from months_compared
    inner join average_rates as later_rates
        on months_compared.later_month = later_rates.billing_month
    inner join average_rates as earlier_rates
        on
            months_compared.earlier_month = earlier_rates.billing_month
            and later_rates.billing_currency = earlier_rates.billing_currency

)

select * from rates_compared
