{%- set lacks = {
    'resource_name': 'string', 'commitment_discount_name': 'string',
    'commitment_covered_cost': type_money(),
} -%}

with

lines as (

    select
        *,
        {{ aws_usage_flags() }}
    from {{ ref('stg_aws_cur__lines') }}

),

-- The four costs of a line, by its type: see "AWS amortisation" in docs/architecture.md.
charges as (

    select
        source_name,
        'aws_cur' as export_format,
        delivery,
        is_booked,
        is_reposted,
        billing_account_id,
        billing_account_name,
        'Payer Account' as billing_account_type,
        sub_account_id,
        sub_account_name,
        'Linked Account' as sub_account_type,
        invoice_id,
        invoice_issuer_name,
        'AWS' as provider_name,
        {{ aws_publisher_name() }} as publisher_name,
        {{ aws_charge_category() }} as charge_category,
        case when line_item_type = 'Refund' then 'Correction' end as charge_class,
        charge_description,
        {{ aws_charge_frequency('line_item_type') }} as charge_frequency,
        service_name,
        sku_id,
        sku_meter,
        sku_price_id,
        region_id,
        availability_zone,
        resource_id,
        product_family as resource_type,
        commitment_id as commitment_discount_id,
        {{ aws_commitment_attributes() }},
        commitment_payment_option,
        commitment_term_start,
        commitment_term_end,
        case
            when is_plan_usage or is_reserved_usage then 'Committed'
            when pricing_term = 'Spot' then 'Dynamic'
            when is_uncovered_usage then 'Standard'
        end as pricing_category,
        pricing_unit,
        pricing_unit as consumed_unit,
        {{ aws_is_list_priced() }} as is_list_priced,
        tags,
        {{ tag_value('tags', 'team', 'aws_cur') }} as tag_team,
        {{ tag_value('tags', 'environment', 'aws_cur') }} as tag_environment,
        {{ tag_value('tags', 'service', 'aws_cur') }} as tag_service,
        {{ tag_value('tags', 'cost_center', 'aws_cur') }} as tag_cost_center,
        billing_currency,
        {{ aws_billed_cost() }} as billed_cost,
        {{ aws_effective_cost() }} as effective_cost,
        {{ aws_list_cost() }} as list_cost,
        {{ aws_contracted_cost() }} as contracted_cost,
        list_unit_price,
        contracted_unit_price,
        consumed_quantity as pricing_quantity,
        consumed_quantity,
        case
            when is_plan_usage then savings_plan_effective_cost
            when is_reserved_usage then consumed_quantity
        end as commitment_discount_quantity,
        billing_month,
        billing_period_start,
        billing_period_end,
        charge_period_start,
        charge_period_end
    from lines

)

select
    is_booked,
    is_reposted,
    {{ charge_columns(fills_focus_only=false, lacks=lacks) }}
from charges
