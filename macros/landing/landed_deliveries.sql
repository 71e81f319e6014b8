{#
    What lies in the landing zone, read from paths alone:
    <landing>/<source>/<table>/billing_period=YYYY-MM/delivery=<UTC stamp>/<mode>-*.parquet

    Returns a list of dicts (source_name, table_name, billing_period, delivery, delivery_mode,
    is_current), ordered. A delivery replaces its period unless its files are named append-*:
    current are the newest replacing delivery and all that was appended after it, as far as
    var('as_of_delivery') lets us see.
#}
{% macro landed_deliveries() %}
    {% set found = {} %}
    {% for row in run_query(parquet_files_under(var('landing'))).rows %}
        {% set parts = row[0].split('/') %}
        {% if '/pending-' in row[0] %}
            {{ exceptions.raise_compiler_error(
                "An ingest was interrupted: " ~ row[0] ~ " is not in place yet."
                ~ " Run `infra-spend doctor --repair` to finish it."
            ) }}
        {% endif %}
        {% set is_delivery = parts | length > 4
            and parts[-3].startswith('billing_period=') and parts[-2].startswith('delivery=') %}
        {% if is_delivery %}
            {% set delivery = {
                'source_name': parts[-5],
                'table_name': parts[-4],
                'billing_period': parts[-3].split('=')[1],
                'delivery': parts[-2].split('=')[1],
                'delivery_mode': 'append' if parts[-1].startswith('append-') else 'overwrite',
            } %}
            {% do found.update({parts[-5:-1] | join('/'): delivery}) %}
        {% endif %}
    {% endfor %}
    {% set replaced = {} %}
    {% set deliveries = [] %}
    {% for path, delivery in found.items() | sort(reverse=true) %}
        {% set period = path.rsplit('/', 1)[0] %}
        {% set is_seen = var('as_of_delivery') is none
            or delivery.delivery <= var('as_of_delivery') %}
        {% set is_current = is_seen and period not in replaced %}
        {% if is_current and delivery.delivery_mode == 'overwrite' %}
            {% do replaced.update({period: true}) %}
        {% endif %}
        {% do deliveries.append(dict(delivery, is_current=is_current)) %}
    {% endfor %}
    {{ return(deliveries) }}
{% endmacro %}
