{# A share between 0 and 1. #}
{% macro type_ratio() -%}
    decimal(13, 12)
{%- endmacro %}
