{# The value of one key of a map of text to text, null where the map does not hold the key. On DuckDB
   a search among the keys takes half the time of a subscript. #}
{% macro map_value(map, key) -%}
    {{ return(adapter.dispatch('map_value')(map, key)) }}
{%- endmacro %}

{% macro default__map_value(map, key) -%}
    map_values({{ map }})[list_position(map_keys({{ map }}), '{{ key }}')]
{%- endmacro %}

{% macro spark__map_value(map, key) -%}
    {{ map }}['{{ key }}']
{%- endmacro %}
