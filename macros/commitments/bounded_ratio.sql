{# One cost as a share of another, null where the whole is zero or the share does not fit a ratio:
   what cost next to nothing says nothing about a rate. #}
{% macro bounded_ratio(part, whole) -%}
    case
        when abs(cast({{ part }} as double)) < 9.99 * abs(cast({{ whole }} as double))
            then {{ ratio(part, whole) }}
    end
{%- endmacro %}
