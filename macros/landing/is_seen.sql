{# Whether a delivery had arrived by var('as_of_delivery'). #}
{% macro is_seen(delivery) %}
    {{ return(var('as_of_delivery') is none or delivery <= var('as_of_delivery')) }}
{% endmacro %}
