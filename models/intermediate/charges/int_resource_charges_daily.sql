{%- set made_here = ['sub_account_name', 'resource_label'] -%}

with

charges as (

    select * from {{ ref('int_charges_delivered') }}
    where
        is_booked
        {% if is_incremental() %}
        and {{ in_changed_months('billing_month') }}
        {% endif %}

),

metered_resources as (select * from {{ ref('int_metered_resources_monthly') }}),

storage_services as (select * from {{ ref('storage_services') }}),

resources_named as (select * from {{ ref('int_resources_named') }}),

billing_months as (select * from {{ ref('int_billing_months') }}),

-- Days of single resources are many, so they are kept only for resources that are metered.
-- A store is known by its service, too: one without an inventory must not vanish.
charges_of_resources as (

    select
        charges.*,
        {{ cost_type('charges') }} as cost_type,
        resources_named.metered_name
    from charges
    left join metered_resources
        on
            charges.resource_id = metered_resources.resource_id
            and charges.billing_month = metered_resources.billing_month
    left join storage_services
        on charges.service_name = storage_services.service_name
    left join resources_named
        on charges.resource_id = resources_named.resource_id
    where
        charges.resource_id is not null
        and (
            metered_resources.resource_id is not null
            or storage_services.service_name is not null
        )

),

charges_by_day as (

    select
        billing_month,
        {{ nearest_day_of_month('cast(charge_period_start as date)', 'billing_month') }}
            as charge_date,
        resource_id,
        sku_meter,
        cost_type,
        billing_currency,
        {% for attribute in ownership_attributes() if attribute not in made_here %}
        {{ attribute }},
        {% endfor %}
        {{ resource_label() }} as resource_label,
        max(sub_account_name) as sub_account_name,
        {{ each_cost('sum({cost})') }}
    from charges_of_resources
    group by all

),

-- What is corrected after a close is not split again: the pods of that month have been charged.
charges_with_profile as (

    select
        charges_by_day.billing_month,
        charges_by_day.charge_date,
        charges_by_day.resource_id,
        {{ attribute_profile_key('charges_by_day') }} as attribute_profile_key,
        charges_by_day.provider_name,
        charges_by_day.service_name,
        charges_by_day.sku_meter,
        charges_by_day.cost_type,
        charges_by_day.billing_currency,
        billing_months.input_key,
        {{ each_cost('cast(sum(charges_by_day.{cost}) as ' ~ type_money() ~ ')') }}
    from charges_by_day
    inner join billing_months
        on charges_by_day.billing_month = billing_months.billing_month
    group by all

)

select * from charges_with_profile
