{#
    The columns of a charge line, in order: FOCUS 1.3 in snake_case, what 1.4 adds that we use, the
    terms of a commitment, whether there is a list price, and the ownership tags. One list, so that a
    union can never pair two different columns.
#}
{% macro charge_column_names() -%}
    {{ return([
        'source_name', 'export_format', 'delivery',
        'billing_account_id', 'billing_account_name', 'billing_account_type',
        'sub_account_id', 'sub_account_name', 'sub_account_type',
        'invoice_id', 'invoice_detail_id', 'invoice_issuer_name',
        'provider_name', 'publisher_name', 'host_provider_name',
        'charge_category', 'charge_class', 'charge_description', 'charge_frequency',
        'service_category', 'service_subcategory', 'service_name',
        'sku_id', 'sku_meter', 'sku_price_id', 'sku_price_details',
        'region_id', 'region_name', 'availability_zone',
        'resource_id', 'resource_name', 'resource_type',
        'commitment_discount_id', 'commitment_discount_name', 'commitment_discount_category',
        'commitment_discount_type', 'commitment_discount_status', 'commitment_discount_unit',
        'commitment_payment_option', 'commitment_term_start', 'commitment_term_end',
        'commitment_program_eligibility_details',
        'capacity_reservation_id', 'capacity_reservation_status', 'contract_applied',
        'allocated_method_id', 'allocated_method_details',
        'allocated_resource_id', 'allocated_resource_name', 'allocated_tags',
        'pricing_category', 'pricing_unit', 'consumed_unit', 'is_list_priced',
        'tags', 'tag_team', 'tag_environment', 'tag_service', 'tag_cost_center',
        'billing_currency',
        'billed_cost', 'effective_cost', 'list_cost', 'contracted_cost',
        'commitment_covered_cost',
        'list_unit_price', 'contracted_unit_price',
        'pricing_currency', 'pricing_currency_effective_cost',
        'pricing_currency_list_unit_price', 'pricing_currency_contracted_unit_price',
        'pricing_quantity', 'consumed_quantity', 'commitment_discount_quantity',
        'billing_month', 'billing_period_start', 'billing_period_end',
        'charge_period_start', 'charge_period_end',
    ]) }}
{%- endmacro %}
