{# The name of the model that a monitor is attached to. #}
{% macro monitored_table_name() -%}
    {{- model.attached_node.split('.') | last -}}
{%- endmacro %}
