{%- set columns = [
    'source_name', 'delivery', 'is_booked', 'is_reposted', 'billing_account_id',
    'sub_account_id', 'sub_account_name', 'invoice_issuer_name', 'service_name', 'sku_id',
    'sku_description', 'is_commitment_fee', 'cost_type', 'transaction_type', 'region_id',
    'availability_zone', 'resource_id', 'resource_name', 'subscription_instance_id',
    'adjustment_info_mode', 'usage_unit', 'pricing_unit', 'tags', 'billing_currency',
    'contracted_cost', 'list_cost', 'credits_credit', 'commitment_credit',
    'contracted_unit_price', 'consumed_quantity', 'pricing_quantity', 'charge_period_start',
    'charge_period_end', 'billing_month',
] -%}

with

lines as (

    select * from {{ ref('stg_gcp_billing__lines') }}
    where not is_commitment_fee and commitment_credit = 0

),

commitment_lines as (select * from {{ ref('int_gcp_commitment_lines_amortised') }}),

lines_amortised as (

    select
        {% for name in columns %}
        {{ name }},
        {% endfor %}
        cast(0 as {{ type_money() }}) as moved_cost,
        cast(null as {{ type_money() }}) as commitment_covered_cost
    from lines
    union all
    select
        {% for name in columns %}
        {{ name }},
        {% endfor %}
        moved_cost,
        commitment_covered_cost
    from commitment_lines

)

select * from lines_amortised
