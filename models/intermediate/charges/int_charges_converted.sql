with

charges as (select * from {{ ref('int_charges_daily') }}),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

charges_in_reporting_currency as (

    select
        charges.billing_month,
        charges.charge_date,
        charges.original_charge_date,
        charges.attribute_profile_key,
        charges.source_name,
        charges.provider_name,
        charges.billing_account_id,
        charges.sub_account_id,
        charges.service_name,
        charges.sku_meter,
        charges.region_id,
        charges.charge_category,
        charges.charge_class,
        charges.pricing_category,
        charges.commitment_discount_id,
        charges.commitment_discount_status,
        charges.consumed_unit,
        charges.is_list_priced,
        charges.tag_environment,
        charges.billing_currency,
        rates.reporting_currency,
        {{ converted('charges.billed_cost', 'rates.exchange_rate') }} as billed_cost,
        {{ converted('charges.effective_cost', 'rates.exchange_rate') }} as effective_cost,
        {{ converted('charges.list_cost', 'rates.exchange_rate') }} as list_cost,
        {{ converted('charges.contracted_cost', 'rates.exchange_rate') }} as contracted_cost,
        charges.consumed_quantity
    from charges
    inner join rates
        on
            charges.billing_currency = rates.billing_currency
            and charges.charge_date = rates.charge_date

)

select * from charges_in_reporting_currency
