{# A physical quantity: twelve places for byte-hours of small volumes, 26 digits before the point. #}
{% macro type_quantity() -%}
    decimal(38, 12)
{%- endmacro %}
