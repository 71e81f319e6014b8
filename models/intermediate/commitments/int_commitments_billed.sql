with

lines as (select * from {{ ref('int_commitment_lines_daily') }}),

-- What its lines say about a commitment: its fees say most, its usage the rest.
commitments as (

    select
        provider_name,
        commitment_discount_id as commitment_id,
        min(source_name) as source_name,
        max(commitment_discount_name) as commitment_name,
        max(commitment_discount_category) as commitment_category,
        max(commitment_discount_type) as commitment_type,
        max(payment_option) as payment_option,
        max(case when charge_category = 'Purchase' then sku_meter end) as fee_meter,
        cast(min(commitment_term_start) as date) as term_start_date,
        {{ end_date('max(commitment_term_end)') }} as term_end_date,
        min(charge_date) as first_charge_date,
        max(charge_date) as last_charge_date,
        coalesce(max(
            case when charge_category = 'Purchase' and charge_frequency = 'One-Time' then 1 end
        ), 0) = 1 as has_upfront_fee,
        coalesce(max(
            case
                when charge_category = 'Purchase' and charge_frequency <> 'One-Time'
                    and billed_cost <> 0 then 1
            end
        ), 0) = 1 as has_recurring_fee
    from lines
    group by provider_name, commitment_discount_id

)

select * from commitments
