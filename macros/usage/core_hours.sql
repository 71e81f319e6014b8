{# Core-seconds as core-hours. #}
{% macro core_hours(core_seconds) -%}
    cast(cast({{ core_seconds }} as double) / 3600 as {{ type_quantity() }})
{%- endmacro %}
