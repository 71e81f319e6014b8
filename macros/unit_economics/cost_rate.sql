{# One cost per another as a double, null where that says nothing: the other is zero, or ten times
   smaller. #}
{% macro cost_rate(part, whole) -%}
    case
        when abs({{ part }}) < 10 * abs({{ whole }})
            then cast({{ part }} as double) / cast({{ whole }} as double)
    end
{%- endmacro %}
