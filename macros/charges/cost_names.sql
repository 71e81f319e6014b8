{# The four costs of FOCUS, in the order of columns. #}
{% macro cost_names() -%}
    {{ return(['billed_cost', 'effective_cost', 'list_cost', 'contracted_cost']) }}
{%- endmacro %}
