{# A day, if it lies in the month that begins on another day, else the first or the last of it. #}
{% macro nearest_day_of_month(day, month) -%}
    greatest({{ month }}, least({{ day }}, cast({{ dbt.last_day(month, 'month') }} as date)))
{%- endmacro %}
