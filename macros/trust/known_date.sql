{# An aggregate over deliveries: the newest day that can be known from them, the one before the newest
   of them came. #}
{% macro known_date(delivery) -%}
    cast({{ dbt.dateadd('day', -1, 'cast(max(' ~ delivered_at(delivery) ~ ') as date)') }} as date)
{%- endmacro %}
