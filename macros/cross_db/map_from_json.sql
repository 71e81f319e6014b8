{# A JSON object as a map of text to text. #}
{% macro map_from_json(text) -%}
    {{ return(adapter.dispatch('map_from_json')(text)) }}
{%- endmacro %}

{% macro default__map_from_json(text) -%}
    cast(cast({{ text }} as json) as map(varchar, varchar))
{%- endmacro %}

{% macro spark__map_from_json(text) -%}
    from_json({{ text }}, 'map<string,string>')
{%- endmacro %}
