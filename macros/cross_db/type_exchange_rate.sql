{# Units of one currency per unit of another; its product with money fits 38 digits. #}
{% macro type_exchange_rate() -%}
    decimal(13, 8)
{%- endmacro %}
