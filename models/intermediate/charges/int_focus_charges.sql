with

staged as (select * from {{ ref('stg_focus__charges') }}),

-- FOCUS says which costs must be filled, but real exports leave some empty: the nearest cost stands
-- in, and the unit price stays null to show it.
charges as (

    select
        source_name,
        'focus' as export_format,
        delivery,
        is_booked,
        is_reposted,
        billing_account_id,
        billing_account_name,
        billing_account_type,
        sub_account_id,
        sub_account_name,
        sub_account_type,
        invoice_id,
        invoice_detail_id,
        invoice_issuer_name,
        provider_name,
        publisher_name,
        host_provider_name,
        charge_category,
        charge_class,
        charge_description,
        -- Oracle writes "Usage-based".
        case
            when lower(charge_frequency) = 'usage-based' then 'Usage-Based'
            else charge_frequency
        end as charge_frequency,
        service_category,
        service_subcategory,
        service_name,
        sku_id,
        sku_meter,
        sku_price_id,
        sku_price_details,
        region_id,
        region_name,
        availability_zone,
        resource_id,
        resource_name,
        resource_type,
        commitment_discount_id,
        commitment_discount_name,
        commitment_discount_category,
        commitment_discount_type,
        commitment_discount_status,
        commitment_discount_unit,
        cast(null as {{ dbt.type_string() }}) as commitment_payment_option,
        -- What is paid once is paid for its charge period; what recurs does not say how often.
        case
            when charge_category = 'Purchase' and charge_frequency = 'One-Time'
                then charge_period_start
        end as commitment_term_start,
        case
            when charge_category = 'Purchase' and charge_frequency = 'One-Time'
                then charge_period_end
        end as commitment_term_end,
        commitment_program_eligibility_details,
        capacity_reservation_id,
        capacity_reservation_status,
        contract_applied,
        allocated_method_id,
        allocated_method_details,
        allocated_resource_id,
        allocated_resource_name,
        allocated_tags,
        pricing_category,
        pricing_unit,
        consumed_unit,
        coalesce(list_unit_price, list_cost) is not null as has_list_price,
        tags,
        {{ tag_value('tags', 'team', 'focus') }} as tag_team,
        {{ tag_value('tags', 'environment', 'focus') }} as tag_environment,
        {{ tag_value('tags', 'service', 'focus') }} as tag_service,
        {{ tag_value('tags', 'cost_center', 'focus') }} as tag_cost_center,
        billing_currency,
        coalesce(billed_cost, 0) as billed_cost,
        coalesce(effective_cost, billed_cost, 0) as effective_cost,
        coalesce(list_cost, contracted_cost, billed_cost, 0) as list_cost,
        coalesce(contracted_cost, list_cost, billed_cost, 0) as contracted_cost,
        cast(null as {{ type_money() }}) as commitment_covered_cost,
        list_unit_price,
        contracted_unit_price,
        pricing_currency,
        pricing_currency_effective_cost,
        pricing_currency_list_unit_price,
        pricing_currency_contracted_unit_price,
        pricing_quantity,
        consumed_quantity,
        commitment_discount_quantity,
        billing_month,
        billing_period_start,
        billing_period_end,
        charge_period_start,
        charge_period_end
    from staged

)

select * from charges
