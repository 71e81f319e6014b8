{# The day of the newest delivery in the landing zone, as a date of Python: what a monitor takes for
   today, so that the same data are judged alike on any day. None where nothing has landed. #}
{% macro newest_delivery_date() %}
    {% set query %}
        select cast(max({{ delivered_at('delivery') }}) as date) from landing.landed_deliveries
    {% endset %}
    {{ return(run_query(query).rows[0][0] if execute else none) }}
{% endmacro %}
