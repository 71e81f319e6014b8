{# One top-level value of a JSON text, as text; null where the text is not JSON or lacks the key. #}
{% macro json_text(text, key) -%}
    {{ return(adapter.dispatch('json_text')(text, key)) }}
{%- endmacro %}

{% macro default__json_text(text, key) -%}
    json_extract_string(try_cast({{ text }} as json), '$.{{ key }}')
{%- endmacro %}

{% macro spark__json_text(text, key) -%}
    get_json_object({{ text }}, '$.{{ key }}')
{%- endmacro %}
