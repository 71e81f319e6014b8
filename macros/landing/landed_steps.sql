{#
    The steps of closing, oldest first, as far as var('as_of_delivery') lets us see: a list of dicts
    (billing_period, delivery, step). `deliveries` is what landed_deliveries() returned.
#}
{% macro landed_steps(deliveries) %}
    {% set steps = [] %}
    {% if deliveries | selectattr('table_name', 'equalto', 'close_steps') | selectattr('is_seen') | list %}
        {% set folder = var('landing') ~ '/period_close/close_steps' %}
        {% set query = 'select billing_period, delivery, step from ' ~ scan_parquet(folder) %}
        {% for row in run_query(query ~ ' order by delivery, billing_period').rows %}
            {% if is_seen(row[1]) %}
                {% do steps.append({'billing_period': row[0], 'delivery': row[1], 'step': row[2]}) %}
            {% endif %}
        {% endfor %}
    {% endif %}
    {{ return(steps) }}
{% endmacro %}
