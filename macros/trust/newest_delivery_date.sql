{# The day of the newest delivery in the landing zone, as a date of Python: what a monitor takes for
   today, so that the same data are judged alike on any day. None where nothing has landed. #}
{% macro newest_delivery_date() %}
    {% set query = 'select max(delivery) from landing.landed_deliveries' %}
    {% set stamp = run_query(query).rows[0][0] if execute %}
    {% if stamp %}
        {{ return(modules.datetime.datetime.strptime(stamp, '%Y%m%dT%H%M%SZ').date()) }}
    {% endif %}
    {{ return(none) }}
{% endmacro %}
