{#
    The select list of a charge line: the columns of charge_column_names(), in its order.

    fills_focus_only: false for native exports, which know nothing of the columns that only FOCUS
    files carry; they come out as typed nulls. lacks: name to type of further columns that do.
#}
{% macro charge_columns(fills_focus_only=true, lacks={}) -%}
    {%- set focus_only = {
        'host_provider_name': 'string',
        'service_category': 'string',
        'service_subcategory': 'string',
        'sku_price_details': 'string',
        'region_name': 'string',
        'invoice_detail_id': 'string',
        'capacity_reservation_id': 'string',
        'capacity_reservation_status': 'string',
        'commitment_program_eligibility_details': 'string',
        'contract_applied': 'string',
        'allocated_method_id': 'string',
        'allocated_method_details': 'string',
        'allocated_resource_id': 'string',
        'allocated_resource_name': 'string',
        'allocated_tags': 'map',
        'pricing_currency': 'string',
        'pricing_currency_effective_cost': type_money(),
        'pricing_currency_list_unit_price': type_money(),
        'pricing_currency_contracted_unit_price': type_money(),
    } -%}
    {%- set absent = lacks if fills_focus_only else dict(focus_only, **lacks) -%}
    {%- for name in charge_column_names() -%}
        {%- if name in absent -%}
            cast(null as {{ type_landed(absent[name]) }}) as {{ name }}
        {%- else -%}
            {{ name }}
        {%- endif -%}
        {{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
