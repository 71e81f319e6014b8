{# Several columns as one text, such as `aws, USD`; `all` of none. #}
{% macro group_name(columns) -%}
    {%- if columns -%}
        concat_ws(', '
        {%- for column in columns -%}
            , coalesce(cast({{ column }} as {{ dbt.type_string() }}), 'none')
        {%- endfor -%})
    {%- else -%}
        'all'
    {%- endif -%}
{%- endmacro %}
