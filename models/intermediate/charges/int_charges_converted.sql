with

charges as (select * from {{ ref('int_charges_daily') }}),

exchange_rates as (select * from {{ ref('int_exchange_rates_daily') }}),

charges_in_reporting_currency as (

    select
        charges.billing_month,
        charges.charge_date,
        charges.attribute_profile_key,
        charges.provider_name,
        charges.billing_account_id,
        charges.sub_account_id,
        charges.service_name,
        charges.charge_category,
        charges.charge_class,
        charges.commitment_discount_id,
        charges.commitment_discount_status,
        charges.tag_environment,
        exchange_rates.reporting_currency,
        {%- for cost in ['billed_cost', 'effective_cost', 'list_cost', 'contracted_cost'] %}
        {{ converted('charges.' ~ cost, 'exchange_rates.exchange_rate') }} as {{ cost }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from charges
    inner join exchange_rates
        on
            charges.billing_currency = exchange_rates.billing_currency
            and charges.charge_date = exchange_rates.charge_date

)

select * from charges_in_reporting_currency
