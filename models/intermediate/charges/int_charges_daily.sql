{%- set attributes = [
    'source_name', 'provider_name', 'billing_account_id', 'sub_account_id',
    'invoice_issuer_name', 'invoice_id',
    'service_category', 'service_name', 'sku_id', 'sku_meter', 'region_id',
    'charge_category', 'charge_class', 'pricing_category',
    'commitment_discount_id', 'commitment_discount_status', 'consumed_unit', 'is_list_priced',
    'tag_team', 'tag_environment', 'tag_service', 'tag_cost_center', 'billing_currency',
] -%}

with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    {% if is_incremental() %}
    where {{ in_changed_months('billing_month') }}
    {% endif %}

),

billing_months as (select * from {{ ref('int_billing_months') }}),

resources as (select * from {{ ref('int_resources_named') }}),

-- One equality: with conditions on the charges alone beside it, every line would meet every name.
charges_with_name as (

    select
        charges.*,
        resources.metered_name
    from charges
    left join resources
        on
            case
                when charges.tag_service is null and charges.tag_team is null
                    then charges.resource_id
            end
            = resources.resource_id

),

-- Lines are read once, here; everything after this model reads days.
charges_by_day as (

    select
        billing_month,
        cast(charge_period_start as date) as original_charge_date,
        {% for name in attributes %}
        {{ name }},
        {% endfor %}
        {{ resource_label() }} as resource_label,
        max(billing_account_name) as billing_account_name,
        max(sub_account_name) as sub_account_name,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost,
        sum(consumed_quantity) as consumed_quantity,
        count(*) as charge_count
    from charges_with_name
    group by all

),

-- A charge counts in the month that bills it, so that months add up to their invoices: one of
-- another month (a correction, a term that began before) counts on the nearest day.
charges_with_profile as (

    select
        charges_by_day.billing_month,
        {{ nearest_day_of_month(
            'charges_by_day.original_charge_date', 'charges_by_day.billing_month'
        ) }} as charge_date,
        charges_by_day.original_charge_date,
        {{ attribute_profile_key('charges_by_day') }} as attribute_profile_key,
        {% for name in attributes %}
        charges_by_day.{{ name }},
        {% endfor %}
        charges_by_day.resource_label,
        charges_by_day.billing_account_name,
        charges_by_day.sub_account_name,
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
