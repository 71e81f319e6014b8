{# The columns, but for the delivery, that one line of a restatement is told by. #}
{% macro restatement_keys(alias) -%}
    {%- for name in [
        'source_name', 'billing_month', 'provider_name', 'service_name', 'billing_account_id',
        'sub_account_id', 'billing_currency',
    ] -%}
        {{ alias }}.{{ name }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
