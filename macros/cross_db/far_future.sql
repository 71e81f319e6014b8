{# The day that stands for an open end where two intervals are compared. #}
{% macro far_future() -%}
    cast('9999-12-31' as date)
{%- endmacro %}
