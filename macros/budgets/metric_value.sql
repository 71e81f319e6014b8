{# A number that a guardrail looks at: six places, as engines may differ in the last one of a double. #}
{% macro metric_value(expression) -%}
    cast(round(cast({{ expression }} as double), 6) as {{ type_quantity() }})
{%- endmacro %}
