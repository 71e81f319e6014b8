{# The day of a delivery stamp such as 20260401T000000Z, null for one that is written otherwise. #}
{% macro delivery_date(delivery) -%}
    try_cast(concat(
        substr({{ delivery }}, 1, 4), '-', substr({{ delivery }}, 5, 2), '-', substr({{ delivery }}, 7, 2)
    ) as date)
{%- endmacro %}
