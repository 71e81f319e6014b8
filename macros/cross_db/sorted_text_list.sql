{# An aggregate: the texts of a group, sorted and joined with blanks, or with another separator. #}
{% macro sorted_text_list(expression, separator=' ') -%}
    {{ return(adapter.dispatch('sorted_text_list')(expression, separator)) }}
{%- endmacro %}

{% macro default__sorted_text_list(expression, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ expression }})
{%- endmacro %}

{% macro spark__sorted_text_list(expression, separator) -%}
    array_join(array_sort(collect_list({{ expression }})), '{{ separator }}')
{%- endmacro %}
