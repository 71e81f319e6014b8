{# The first day after a period that ends at a timestamp. Bills end a period at midnight or in the
   second before it, and a commitment ends at any time of its last day. #}
{% macro end_date(ended_at) -%}
    cast({{ dbt.dateadd('day', 1, 'cast(' ~ dbt.dateadd('second', -1, ended_at) ~ ' as date)') }} as date)
{%- endmacro %}
