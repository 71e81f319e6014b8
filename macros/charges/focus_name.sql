{# The FOCUS name of a column: `sku_price_id` is `SkuPriceId`. #}
{% macro focus_name(name) -%}
    {%- for word in name.split('_') %}{{ word | capitalize }}{% endfor -%}
{%- endmacro %}
