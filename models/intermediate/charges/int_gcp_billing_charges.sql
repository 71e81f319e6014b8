with

lines as (select * from {{ ref('int_gcp_billing_lines_amortised') }}),

-- Credits (committed use, sustained use, promotions) are part of a line in the export, so what is
-- billed is the cost at the agreed price plus its credits, which are negative. What a commitment
-- costs moves from its fee to the usage it covered.
charges as (

    select
        source_name,
        'gcp_billing' as export_format,
        delivery,
        is_booked,
        is_reposted,
        billing_account_id,
        cast(null as {{ dbt.type_string() }}) as billing_account_name,
        'Billing Account' as billing_account_type,
        sub_account_id,
        sub_account_name,
        'Project' as sub_account_type,
        cast(null as {{ dbt.type_string() }}) as invoice_id,
        coalesce(invoice_issuer_name, 'Google Cloud') as invoice_issuer_name,
        'Google Cloud' as provider_name,
        coalesce(invoice_issuer_name, 'Google Cloud') as publisher_name,
        case
            when cost_type = 'tax' then 'Tax'
            when cost_type in ('adjustment', 'rounding_error') then 'Adjustment'
            when is_commitment_fee then 'Purchase'
            else 'Usage'
        end as charge_category,
        case when adjustment_info_mode is not null then 'Correction' end as charge_class,
        sku_description as charge_description,
        case when is_commitment_fee then 'Recurring' else 'Usage-Based' end as charge_frequency,
        service_name,
        sku_id,
        sku_description as sku_meter,
        cast(null as {{ dbt.type_string() }}) as sku_price_id,
        region_id,
        availability_zone,
        resource_id,
        resource_name,
        cast(null as {{ dbt.type_string() }}) as resource_type,
        subscription_instance_id as commitment_discount_id,
        cast(null as {{ dbt.type_string() }}) as commitment_discount_name,
        case
            when sku_description like 'Commitment - dollar based%' then 'Spend'
            when subscription_instance_id is not null then 'Usage'
        end as commitment_discount_category,
        case when subscription_instance_id is not null then 'Committed Use Discount' end
            as commitment_discount_type,
        cast(null as {{ dbt.type_string() }}) as commitment_discount_status,
        cast(null as {{ dbt.type_string() }}) as commitment_discount_unit,
        cast(null as {{ dbt.type_string() }}) as commitment_payment_option,
        cast(null as {{ dbt.type_timestamp() }}) as commitment_term_start,
        cast(null as {{ dbt.type_timestamp() }}) as commitment_term_end,
        cast(null as {{ dbt.type_string() }}) as pricing_category,
        pricing_unit,
        usage_unit as consumed_unit,
        list_cost is not null as is_list_priced,
        tags,
        {{ tag_value('tags', 'team', 'gcp_billing') }} as tag_team,
        {{ tag_value('tags', 'environment', 'gcp_billing') }} as tag_environment,
        {{ tag_value('tags', 'service', 'gcp_billing') }} as tag_service,
        {{ tag_value('tags', 'cost_center', 'gcp_billing') }} as tag_cost_center,
        billing_currency,
        cast(contracted_cost + coalesce(credits_credit, 0) as {{ type_money() }}) as billed_cost,
        cast(contracted_cost + coalesce(credits_credit, 0) + moved_cost as {{ type_money() }})
            as effective_cost,
        coalesce(list_cost, contracted_cost) as list_cost,
        contracted_cost,
        commitment_covered_cost,
        cast(null as {{ type_money() }}) as list_unit_price,
        contracted_unit_price,
        pricing_quantity,
        consumed_quantity,
        cast(null as {{ type_quantity() }}) as commitment_discount_quantity,
        billing_month,
        cast(billing_month as {{ dbt.type_timestamp() }}) as billing_period_start,
        cast({{ dbt.dateadd('month', 1, 'billing_month') }} as {{ dbt.type_timestamp() }})
            as billing_period_end,
        charge_period_start,
        charge_period_end
    from lines

)

select
    is_booked,
    is_reposted,
    {{ charge_columns(fills_focus_only=false) }}
from charges
