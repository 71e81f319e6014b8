{# The rows of several CTEs that have the columns of opportunities, as the body of another. #}
{% macro opportunities_unioned(relations) -%}
    {%- for relation in relations -%}
    select
        {{ opportunity_column_names() | join(',\n        ') }}
    from {{ relation }}
    {{ 'union all\n    ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
