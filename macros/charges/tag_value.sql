{#
    The value of one ownership tag: the first key of var('tag_keys') that the map holds.
    Arguments: tags (a map expression), tag_name (a key of the var), export_format (as in ingest).
#}
{% macro tag_value(tags, tag_name, export_format) -%}
    {%- set tag_values = [] -%}
    {%- for key in var('tag_keys')[tag_name][export_format] -%}
        {%- do tag_values.append(map_value(tags, key)) -%}
    {%- endfor -%}
    {{- tag_values[0] if tag_values | length == 1 else 'coalesce(' ~ tag_values | join(', ') ~ ')' -}}
{%- endmacro %}
