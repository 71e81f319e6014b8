{#
    What lies in the landing zone, read from paths alone:
    <landing>/<source>/<table>/billing_period=YYYY-MM/delivery=<UTC stamp>/<mode>-*.parquet

    Returns a list of dicts, ordered by source, table, month and delivery: source_name, table_name,
    billing_period, delivery, delivery_mode ('append' if its files are named append-*, which add to
    what is there, else 'overwrite'), is_seen (it had arrived by var('as_of_delivery')) and month_key
    (source, table and month as one text).
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
            {% set stamp = parts[-2].split('=')[1] %}
            {% set delivery = {
                'source_name': parts[-5],
                'table_name': parts[-4],
                'billing_period': parts[-3].split('=')[1],
                'delivery': stamp,
                'delivery_mode': 'append' if parts[-1].startswith('append-') else 'overwrite',
                'is_seen': is_seen(stamp),
                'month_key': parts[-5:-2] | join('/'),
            } %}
            {% do found.update({parts[-5:-1] | join('/'): delivery}) %}
        {% endif %}
    {% endfor %}
    {{ return(found.items() | sort | map(attribute=1) | list) }}
{% endmacro %}
