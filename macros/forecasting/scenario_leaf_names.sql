{# The columns that say what a leaf of a scenario is in a layer and a month. #}
{% macro scenario_leaf_names() -%}
    {{ return([
        'layer_name', 'layer_number', 'scenario_name', 'node_id', 'owner_id', 'cost_class',
        'forecast_month', 'reporting_currency',
    ]) }}
{%- endmacro %}
