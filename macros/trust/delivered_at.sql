{# The moment that the UTC stamp of a delivery, such as 20260401T000000Z, stands for; null for one that
   is written otherwise. #}
{% macro delivered_at(delivery) -%}
    try_cast(concat(
        substring({{ delivery }}, 1, 4), '-', substring({{ delivery }}, 5, 2), '-',
        substring({{ delivery }}, 7, 2), ' ', substring({{ delivery }}, 10, 2), ':',
        substring({{ delivery }}, 12, 2), ':', substring({{ delivery }}, 14, 2)
    ) as {{ dbt.type_timestamp() }})
{%- endmacro %}
