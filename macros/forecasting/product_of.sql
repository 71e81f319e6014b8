{# The product of factors that are not below zero, such as parts that are left, over the rows of a group. #}
{% macro product_of(factor) -%}
    case
        when min({{ factor }}) <= 0 then cast(0 as double)
        else exp(sum(ln(nullif(greatest({{ factor }}, 0), 0))))
    end
{%- endmacro %}
