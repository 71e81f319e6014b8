{# The layers of a scenario between its baseline and itself, in the order in which they apply. #}
{% macro scenario_layers() -%}
    {{- return([
        'business_drivers', 'price_changes', 'technology_trends', 'initiatives', 'one_offs'
    ]) -}}
{%- endmacro %}
