{# A query: when a landing table, or anything, was delivered last; now where nobody delivers it, since
   then nothing is awaited. #}
{% macro last_delivered_at(table_name=none) -%}
    select coalesce(
        max({{ delivered_at('delivery') }}),
        cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }})
    ) as loaded_at
    from landing.landed_deliveries
    {% if table_name -%}
    where table_name = '{{ table_name }}'
    {%- endif %}
{%- endmacro %}
