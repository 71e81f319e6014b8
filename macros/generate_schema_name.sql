{# A layer is a schema of that name on every target: `marts.fct_charges` means the same everywhere. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{- (custom_schema_name or target.schema) | trim -}}
{%- endmacro %}
