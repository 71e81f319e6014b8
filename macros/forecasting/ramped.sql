{# The part that a change has reached on a day: it begins on a date and takes so many days, evenly. #}
{% macro ramped(start_date, day, ramp_days) -%}
    least(1, greatest(0, (
        1 + {{ days_between(start_date, day) }}
    ) / cast({{ ramp_days }} as double)))
{%- endmacro %}
