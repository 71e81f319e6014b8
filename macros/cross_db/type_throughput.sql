{# How often a cost passes a platform: 1 or less as a rule, and more where it comes back. #}
{% macro type_throughput() -%}
    decimal(24, 12)
{%- endmacro %}
