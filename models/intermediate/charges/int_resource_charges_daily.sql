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

billing_months as (select * from {{ ref('int_billing_months') }}),

-- Days of single resources are many, so they are kept only for resources that get split further.
-- A store is known by its service, too: one without an inventory must not vanish.
-- What is corrected after a close is not split again: the pods of that month have been charged.
charges_of_resources as (

    select
        charges.billing_month,
        {{ nearest_day_of_month(
            'cast(charges.charge_period_start as date)', 'charges.billing_month'
        ) }} as charge_date,
        charges.resource_id,
        charges.service_name,
        charges.sku_meter,
        charges.billing_currency,
        billing_months.input_key,
        {{ each_cost('cast(sum(charges.{cost}) as ' ~ type_money() ~ ')') }}
    from charges
    inner join billing_months
        on charges.billing_month = billing_months.billing_month
    left join metered_resources
        on
            charges.resource_id = metered_resources.resource_id
            and charges.billing_month = metered_resources.billing_month
    left join storage_services
        on charges.service_name = storage_services.service_name
    where
        charges.resource_id is not null
        and (
            metered_resources.resource_id is not null
            or storage_services.service_name is not null
        )
    group by all

)

select * from charges_of_resources
