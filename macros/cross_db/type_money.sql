{# Money: decimal(24, 10) times a decimal(13, 12) ratio still fits 38 digits, so no engine rounds it. #}
{% macro type_money() -%}
    decimal(24, 10)
{%- endmacro %}
