{# In a select list: a row for each element of a list, none for an empty list or a null. #}
{% macro rows_of_list(list) -%}
    {{ return(adapter.dispatch('rows_of_list')(list)) }}
{%- endmacro %}

{% macro default__rows_of_list(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__rows_of_list(list) -%}
    explode({{ list }})
{%- endmacro %}
