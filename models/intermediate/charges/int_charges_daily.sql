with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    {% if is_incremental() %}
    where {{ in_changed_months('billing_month') }}
    {% endif %}

),

billing_months as (select * from {{ ref('int_billing_months') }}),

-- Lines are read once, here; everything after this model reads days.
charges_by_day as (

    select
        billing_month,
        cast(charge_period_start as date) as charge_date,
        source_name,
        provider_name,
        billing_account_id,
        sub_account_id,
        invoice_id,
        service_category,
        service_name,
        sku_id,
        sku_meter,
        region_id,
        charge_category,
        charge_class,
        pricing_category,
        commitment_discount_id,
        commitment_discount_status,
        consumed_unit,
        tag_team,
        tag_environment,
        tag_service,
        tag_cost_center,
        billing_currency,
        max(billing_account_name) as billing_account_name,
        max(sub_account_name) as sub_account_name,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost,
        sum(consumed_quantity) as consumed_quantity,
        count(*) as charge_count
    from charges
    group by all

),

charges_with_profile as (

    select
        charges_by_day.billing_month,
        charges_by_day.charge_date,
        {{ attribute_profile_key('charges_by_day') }} as attribute_profile_key,
        charges_by_day.source_name,
        charges_by_day.provider_name,
        charges_by_day.billing_account_id,
        charges_by_day.billing_account_name,
        charges_by_day.sub_account_id,
        charges_by_day.sub_account_name,
        charges_by_day.invoice_id,
        charges_by_day.service_category,
        charges_by_day.service_name,
        charges_by_day.sku_id,
        charges_by_day.sku_meter,
        charges_by_day.region_id,
        charges_by_day.charge_category,
        charges_by_day.charge_class,
        charges_by_day.pricing_category,
        charges_by_day.commitment_discount_id,
        charges_by_day.commitment_discount_status,
        charges_by_day.consumed_unit,
        charges_by_day.tag_team,
        charges_by_day.tag_environment,
        charges_by_day.tag_service,
        charges_by_day.tag_cost_center,
        charges_by_day.billing_currency,
        cast(charges_by_day.billed_cost as {{ type_money() }}) as billed_cost,
        cast(charges_by_day.effective_cost as {{ type_money() }}) as effective_cost,
        cast(charges_by_day.list_cost as {{ type_money() }}) as list_cost,
        cast(charges_by_day.contracted_cost as {{ type_money() }}) as contracted_cost,
        cast(charges_by_day.consumed_quantity as {{ type_quantity() }}) as consumed_quantity,
        charges_by_day.charge_count,
        billing_months.input_key
    from charges_by_day
    inner join billing_months
        on charges_by_day.billing_month = billing_months.billing_month

)

select * from charges_with_profile
