{#
    An aggregate: a hash of the rows of a group, whatever their order, the same on every engine.

    columns: name to the type of the contract.
#}
{% macro content_hash(columns) -%}
    {%- set texts = [] -%}
    {%- for name, type in columns.items() -%}
        {%- do texts.append("coalesce(" ~ portable_text(name, type) ~ ", '~')") -%}
    {%- endfor -%}
    {%- set row_hash = "md5(concat_ws('|', " ~ texts | join(', ') ~ "))" -%}
    md5(coalesce({{ sorted_text_list(row_hash) }}, ''))
{%- endmacro %}
