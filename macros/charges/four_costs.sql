{# The names of the four costs of FOCUS, each of which is conserved wherever a cost is moved. #}
{% macro four_costs() -%}
    {{ return(['billed_cost', 'effective_cost', 'list_cost', 'contracted_cost']) }}
{%- endmacro %}
