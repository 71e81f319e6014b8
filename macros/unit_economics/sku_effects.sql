{# The effects into which the change of a SKU is taken apart that both months have. #}
{% macro sku_effects() -%}
    {{ return([
        'usage', 'mix', 'list_price', 'negotiated_rate', 'commitment_coverage', 'commitment_rate',
    ]) }}
{%- endmacro %}
