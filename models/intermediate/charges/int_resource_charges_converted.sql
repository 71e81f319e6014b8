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
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost
    from charges
    group by billing_month, charge_date, resource_id, billing_currency

),

charges_in_reporting_currency as (

    select
        resource_days.billing_month,
        resource_days.charge_date,
        resource_days.resource_id,
        exchange_rates.reporting_currency,
        cast(
            sum({{ converted('resource_days.billed_cost', 'exchange_rates.exchange_rate') }})
            as {{ type_money() }}
        ) as billed_cost,
        cast(
            sum({{ converted('resource_days.effective_cost', 'exchange_rates.exchange_rate') }})
            as {{ type_money() }}
        ) as effective_cost,
        cast(
            sum({{ converted('resource_days.list_cost', 'exchange_rates.exchange_rate') }})
            as {{ type_money() }}
        ) as list_cost,
        cast(
            sum({{ converted('resource_days.contracted_cost', 'exchange_rates.exchange_rate') }})
            as {{ type_money() }}
        ) as contracted_cost
    from resource_days
    inner join exchange_rates
        on
            resource_days.billing_currency = exchange_rates.billing_currency
            and resource_days.charge_date = exchange_rates.charge_date
    group by all

)

select * from charges_in_reporting_currency
