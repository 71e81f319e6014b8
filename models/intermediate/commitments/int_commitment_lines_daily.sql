with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    where
        commitment_discount_id is not null
        {% if is_incremental() %}
        and {{ in_changed_months('billing_month') }}
        {% endif %}

),

billing_months as (select * from {{ ref('int_billing_months') }}),

-- A fee of GCP holds what was used of it; other providers have lines for that.
lines_daily as (

    select
        billing_month,
        {{ nearest_day_of_month('cast(charge_period_start as date)', 'billing_month') }}
            as charge_date,
        source_name,
        provider_name,
        commitment_discount_id,
        charge_category,
        charge_frequency,
        coalesce(commitment_discount_status = 'Used', false) as is_used,
        billing_currency,
        max(commitment_discount_name) as commitment_discount_name,
        max(commitment_discount_category) as commitment_discount_category,
        max(commitment_discount_type) as commitment_discount_type,
        max(commitment_payment_option) as payment_option,
        max(sku_meter) as sku_meter,
        min(commitment_term_start) as commitment_term_start,
        max(commitment_term_end) as commitment_term_end,
        max(case when effective_cost <> 0 then charge_period_end end) as accrued_to,
        count(*) as charge_count,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(
            case
                when commitment_discount_status = 'Used' then effective_cost
                when commitment_covered_cost is not null then billed_cost - effective_cost
                else 0
            end
        ) as used_cost,
        sum(
            case
                when commitment_discount_status = 'Used' then contracted_cost
                else coalesce(commitment_covered_cost, 0)
            end
        ) as covered_cost,
        sum(
            case
                when commitment_discount_status = 'Used' then list_cost
                else coalesce(commitment_covered_cost, 0)
            end
        ) as on_demand_equivalent_cost
    from charges
    group by all

),

lines_with_key as (

    select
        lines_daily.billing_month,
        lines_daily.charge_date,
        lines_daily.source_name,
        lines_daily.provider_name,
        lines_daily.commitment_discount_id,
        lines_daily.charge_category,
        lines_daily.charge_frequency,
        lines_daily.is_used,
        lines_daily.billing_currency,
        lines_daily.commitment_discount_name,
        lines_daily.commitment_discount_category,
        lines_daily.commitment_discount_type,
        lines_daily.payment_option,
        lines_daily.sku_meter,
        lines_daily.commitment_term_start,
        lines_daily.commitment_term_end,
        lines_daily.accrued_to,
        lines_daily.charge_count,
        {% for name in ['billed', 'effective', 'used', 'covered', 'on_demand_equivalent'] %}
        cast(lines_daily.{{ name }}_cost as {{ type_money() }}) as {{ name }}_cost,
        {% endfor %}
        billing_months.input_key
    from lines_daily
    inner join billing_months
        on lines_daily.billing_month = billing_months.billing_month

)

select * from lines_with_key
