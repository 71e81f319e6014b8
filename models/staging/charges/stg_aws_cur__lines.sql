with

source as (select * from {{ source('aws_cur', 'lines') }}),

-- Where a report has net columns they are what is paid, private discounts taken off.
lines as (

    select
        source_name,
        delivery,
        is_booked,
        is_reposted,
        identity_line_item_id as line_item_id,
        bill_payer_account_id as billing_account_id,
        bill_payer_account_name as billing_account_name,
        line_item_usage_account_id as sub_account_id,
        line_item_usage_account_name as sub_account_name,
        bill_invoice_id as invoice_id,
        bill_invoicing_entity as invoice_issuer_name,
        bill_billing_entity as billing_entity,
        line_item_legal_entity as seller_name,
        line_item_line_item_type as line_item_type,
        line_item_line_item_description as charge_description,
        coalesce({{ map_value('product', 'product_name') }}, line_item_product_code)
            as service_name,
        product_product_family as product_family,
        product_sku as sku_id,
        line_item_usage_type as sku_meter,
        pricing_rate_code as sku_price_id,
        pricing_term,
        pricing_unit,
        product_region_code as region_id,
        line_item_availability_zone as availability_zone,
        line_item_resource_id as resource_id,
        split_line_item_parent_resource_id as split_parent_resource_id,
        savings_plan_savings_plan_a_r_n as savings_plan_id,
        reservation_reservation_a_r_n as reservation_id,
        coalesce(savings_plan_savings_plan_a_r_n, reservation_reservation_a_r_n) as commitment_id,
        coalesce(savings_plan_payment_option, pricing_purchase_option)
            as commitment_payment_option,
        coalesce(savings_plan_start_time, reservation_start_time) as commitment_term_start,
        coalesce(savings_plan_end_time, reservation_end_time) as commitment_term_end,
        resource_tags as tags,
        line_item_currency_code as billing_currency,
        cast(coalesce(line_item_net_unblended_cost, line_item_unblended_cost) as {{ type_money() }})
            as unblended_cost,
        cast(pricing_public_on_demand_cost as {{ type_money() }}) as public_on_demand_cost,
        cast(
            coalesce(
                savings_plan_net_savings_plan_effective_cost,
                savings_plan_savings_plan_effective_cost
            ) as {{ type_money() }}
        ) as savings_plan_effective_cost,
        cast(savings_plan_total_commitment_to_date as {{ type_money() }})
            as savings_plan_committed_cost,
        cast(savings_plan_used_commitment as {{ type_money() }}) as savings_plan_used_cost,
        cast(
            coalesce(
                savings_plan_net_amortized_upfront_commitment_for_billing_period,
                savings_plan_amortized_upfront_commitment_for_billing_period
            ) as {{ type_money() }}
        ) as savings_plan_amortised_upfront_cost,
        cast(
            coalesce(
                reservation_net_amortized_upfront_cost_for_usage,
                reservation_amortized_upfront_cost_for_usage
            ) as {{ type_money() }}
        ) as reservation_amortised_upfront_cost,
        cast(
            coalesce(reservation_net_effective_cost, reservation_effective_cost)
            as {{ type_money() }}
        ) as reservation_effective_cost,
        cast(
            coalesce(
                reservation_net_unused_amortized_upfront_fee_for_billing_period,
                reservation_unused_amortized_upfront_fee_for_billing_period
            ) as {{ type_money() }}
        ) as reservation_unused_upfront_cost,
        cast(
            coalesce(reservation_net_unused_recurring_fee, reservation_unused_recurring_fee)
            as {{ type_money() }}
        ) as reservation_unused_recurring_cost,
        cast(pricing_public_on_demand_rate as {{ type_money() }}) as list_unit_price,
        cast(line_item_unblended_rate as {{ type_money() }}) as contracted_unit_price,
        cast(line_item_usage_amount as {{ type_quantity() }}) as consumed_quantity,
        cast(line_item_usage_start_date as {{ dbt.type_timestamp() }}) as charge_period_start,
        cast(line_item_usage_end_date as {{ dbt.type_timestamp() }}) as charge_period_end,
        cast(bill_billing_period_start_date as {{ dbt.type_timestamp() }}) as billing_period_start,
        cast(bill_billing_period_end_date as {{ dbt.type_timestamp() }}) as billing_period_end,
        billing_month
    from source

)

select * from lines
