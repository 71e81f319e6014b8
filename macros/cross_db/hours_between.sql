{# The whole hours from one moment to a later one. #}
{% macro hours_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('hours_between')(start_at, end_at)) }}
{%- endmacro %}

{% macro default__hours_between(start_at, end_at) -%}
    date_diff('hour', {{ start_at }}, {{ end_at }})
{%- endmacro %}

{% macro spark__hours_between(start_at, end_at) -%}
    timestampdiff(hour, {{ start_at }}, {{ end_at }})
{%- endmacro %}
