{#
    The last hour of its day, 0 to 23, that a metering interval covers. Some meters end an interval with
    its last second and some with the first moment after it; one that does not say covers an hour.
#}
{% macro last_hour(started_at, ended_at) -%}
    case
        when cast({{ ended_at }} - interval '1' second as date) > cast({{ started_at }} as date) then 23
        when {{ ended_at }} > {{ started_at }}
            then extract(hour from {{ ended_at }} - interval '1' second)
        else extract(hour from {{ started_at }})
    end
{%- endmacro %}
