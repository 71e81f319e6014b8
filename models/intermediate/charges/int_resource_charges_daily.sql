with

charges as (

    select * from {{ ref('int_charges_delivered') }}
    where
        is_booked
        {% if is_incremental() %}
        and {{ in_changed_months('billing_month') }}
        {% endif %}

),

hosts as (select * from {{ ref('int_kubernetes_hosts_monthly') }}),

billing_months as (select * from {{ ref('int_billing_months') }}),

-- Days of single resources are many, so they are kept only for resources that get split further.
-- What is corrected after a close is not split again: the pods of that month have been charged.
charges_of_hosts as (

    select
        charges.billing_month,
        {{ nearest_day_of_month(
            'cast(charges.charge_period_start as date)', 'charges.billing_month'
        ) }} as charge_date,
        charges.resource_id,
        charges.billing_currency,
        billing_months.input_key,
        cast(sum(charges.effective_cost) as {{ type_money() }}) as effective_cost
    from charges
    inner join hosts
        on
            charges.resource_id = hosts.resource_id
            and charges.billing_month = hosts.billing_month
    inner join billing_months
        on charges.billing_month = billing_months.billing_month
    group by all

)

select * from charges_of_hosts
