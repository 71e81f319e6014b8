{# A layer is a schema of that name on every target: `marts.fct_charges` means the same everywhere. What
   Elementary keeps, where it is installed, has a schema of its own. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if node.package_name == 'elementary' -%}
        elementary
    {%- else -%}
        {{- (custom_schema_name or target.schema) | trim -}}
    {%- endif -%}
{%- endmacro %}
