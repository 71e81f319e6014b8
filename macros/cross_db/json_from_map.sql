{# A map of text to text as a JSON object. #}
{% macro json_from_map(map) -%}
    {{ return(adapter.dispatch('json_from_map')(map)) }}
{%- endmacro %}

{% macro default__json_from_map(map) -%}
    cast(to_json({{ map }}) as varchar)
{%- endmacro %}

{% macro spark__json_from_map(map) -%}
    to_json({{ map }})
{%- endmacro %}
