with

charges as (

    select * from {{ ref('int_charges_delivered') }}
    {% if is_incremental() %}
    where {{ in_new_deliveries() }}
    {% endif %}

),

deliveries as (select * from {{ ref('int_charge_deliveries') }}),

{% if is_incremental() %}
kept_deliveries as (

    select
        source_name,
        billing_month,
        delivery
    from {{ this }}
    group by source_name, billing_month, delivery

),

{% endif %}
-- Each delivery is read once in its life: it never changes.
delivered_costs as (

    select
        charges.source_name,
        charges.billing_month,
        charges.delivery,
        charges.provider_name,
        charges.service_name,
        charges.billing_account_id,
        charges.sub_account_id,
        charges.billing_currency,
        cast(sum(charges.billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(charges.effective_cost) as {{ type_money() }}) as effective_cost,
        count(*) as charge_count
    from charges
    inner join deliveries
        on
            charges.source_name = deliveries.source_name
            and charges.billing_month = deliveries.billing_month
            and charges.delivery = deliveries.delivery
    {% if is_incremental() %}
    left join kept_deliveries
        on
            charges.source_name = kept_deliveries.source_name
            and charges.billing_month = kept_deliveries.billing_month
            and charges.delivery = kept_deliveries.delivery
    where kept_deliveries.delivery is null
    {% endif %}
    group by all

)

select * from delivered_costs
