{# One quantity as a share of another, null where the whole is zero. Both sides are cast because
   engines divide decimals by different rules. #}
{% macro ratio(part, whole) -%}
    cast(
        cast({{ part }} as double) / nullif(cast({{ whole }} as double), 0) as {{ type_ratio() }}
    )
{%- endmacro %}
