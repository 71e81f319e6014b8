{# The columns of stg_gcp_billing__lines, in order, for the models that add to them. #}
{% macro gcp_line_column_names() -%}
    {{ return([
        'source_name', 'delivery', 'is_booked', 'is_reposted', 'billing_account_id',
        'sub_account_id', 'sub_account_name', 'invoice_issuer_name', 'service_name', 'sku_id',
        'sku_description', 'is_commitment_fee', 'cost_type', 'transaction_type', 'region_id',
        'availability_zone', 'resource_id', 'resource_name', 'subscription_instance_id',
        'adjustment_info_mode', 'usage_unit', 'pricing_unit', 'tags', 'billing_currency',
        'contracted_cost', 'list_cost', 'credits_credit', 'commitment_credit',
        'contracted_unit_price', 'consumed_quantity', 'pricing_quantity', 'charge_period_start',
        'charge_period_end', 'billing_month',
    ]) }}
{%- endmacro %}
