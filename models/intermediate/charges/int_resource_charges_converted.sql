with

charges as (select * from {{ ref('int_resource_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

-- What a resource costs a day is converted at once, whatever was metered of it.
resource_days as (

    select
        billing_month,
        charge_date,
        resource_id,
        billing_currency,
        {{ each_cost('sum({cost})') }}
    from charges
    group by billing_month, charge_date, resource_id, billing_currency

),

charges_in_reporting_currency as (

    select
        resource_days.billing_month,
        resource_days.charge_date,
        resource_days.resource_id,
        exchange_rates.reporting_currency,
        {{ each_cost(
            'cast(sum(' ~ converted('resource_days.{cost}', 'exchange_rates.exchange_rate') ~ ') as '
            ~ type_money() ~ ')'
        ) }}
    from resource_days
    inner join exchange_rates
        on
            resource_days.billing_currency = exchange_rates.billing_currency
            and resource_days.charge_date = exchange_rates.charge_date
    group by all

)

select * from charges_in_reporting_currency
