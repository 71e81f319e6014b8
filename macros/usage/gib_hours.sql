{# Byte-seconds as GiB-hours. #}
{% macro gib_hours(byte_seconds) -%}
    cast(cast({{ byte_seconds }} as double) / 3600 / 1073741824 as {{ type_quantity() }})
{%- endmacro %}
