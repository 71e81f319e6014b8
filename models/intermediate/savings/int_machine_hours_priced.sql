with

charges as (select * from {{ ref('int_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

newest_days as (

    select
        min(first_date) as first_date,
        max(last_date) as last_date
    from detectors

),

-- Where the unit is hours, it is hours of the machine; where cores are billed it is something else.
charges_by_hour as (

    select
        charges.charge_date,
        charges.provider_name,
        charges.sku_meter,
        exchange_rates.reporting_currency,
        sum({{ converted('charges.list_cost', 'exchange_rates.exchange_rate') }}) as list_cost,
        sum(charges.consumed_quantity) as consumed_hours
    from charges
    inner join newest_days
        on
            charges.charge_date >= newest_days.first_date
            and charges.charge_date <= newest_days.last_date
    inner join exchange_rates
        on
            charges.billing_currency = exchange_rates.billing_currency
            and charges.charge_date = exchange_rates.charge_date
    where charges.charge_category = 'Usage' and lower(charges.consumed_unit) in ('hrs', 'hours')
    group by
        charges.charge_date, charges.provider_name, charges.sku_meter,
        exchange_rates.reporting_currency

),

hours_priced as (

    select
        charge_date,
        provider_name,
        sku_meter,
        reporting_currency,
        {{ money('cast(list_cost as double) / cast(consumed_hours as double)') }}
            as list_cost_per_hour
    from charges_by_hour
    where list_cost > 0 and consumed_hours > 0

)

select * from hours_priced
