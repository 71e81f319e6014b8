{# Those of one month's deliveries, oldest first, that make its state at a moment: the newest that
   replaces the month, and what was appended after it. #}
{% macro current_deliveries(of_month, moment) %}
    {% set current = [] %}
    {% for delivery in of_month if delivery.delivery <= moment %}
        {% if delivery.delivery_mode == 'overwrite' %}
            {% do current.clear() %}
        {% endif %}
        {% do current.append(delivery) %}
    {% endfor %}
    {{ return(current) }}
{% endmacro %}
