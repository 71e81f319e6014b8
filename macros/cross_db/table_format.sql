{# The format of a table that is made by hand, where an engine asks for one. #}
{% macro table_format() -%}
    {{ return(adapter.dispatch('table_format')()) }}
{%- endmacro %}

{% macro default__table_format() -%}
    {{ return('') }}
{%- endmacro %}

{% macro spark__table_format() -%}
    {{ return('using iceberg') }}
{%- endmacro %}
