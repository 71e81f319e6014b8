{#
    The objects of an array in a JSON text, as a list of maps of text to text; null where the text is
    not JSON or holds no such array. A value that is itself an object or an array stays JSON text.

    text: the JSON text; key: the top-level key of the array.
#}
{% macro json_elements(text, key) -%}
    {{ return(adapter.dispatch('json_elements')(text, key)) }}
{%- endmacro %}

{% macro default__json_elements(text, key) -%}
    try_cast(json_extract(try_cast({{ text }} as json), '$.{{ key }}') as map(varchar, varchar)[])
{%- endmacro %}

{% macro spark__json_elements(text, key) -%}
    from_json(get_json_object({{ text }}, '$.{{ key }}'), 'array<map<string,string>>')
{%- endmacro %}
