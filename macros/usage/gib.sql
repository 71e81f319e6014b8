{# Bytes, in GiB. #}
{% macro gib(bytes) -%}
    cast(cast({{ bytes }} as double) / 1073741824 as {{ type_quantity() }})
{%- endmacro %}
