{#
    What the files of a landing table's deliveries have other than those of the delivery before, by
    source: a list of dicts (source_name, delivery, column, observed, expected), types as the engine
    names them, none for a column that is absent. Only deliveries since a date of Python are compared.

    table_name: its folder.
#}
{% macro changed_columns(table_name, first_date) %}
    {% set query %}
        select source_name, billing_period, delivery from landing.landed_deliveries
        where table_name = '{{ table_name }}'
        order by source_name, delivery, billing_period
    {% endset %}
    {% set changes = [] %}
    {% for _, of_source in run_query(query).rows | groupby(0) %}
        {% set state = namespace(before=none) %}
        {% for row in of_source if row[2] >= first_date.strftime('%Y%m%dT') %}
            {% set folder = [
                var('landing'), row[0], table_name, 'billing_period=' ~ row[1], 'delivery=' ~ row[2]
            ] | join('/') %}
            {% set columns = {} %}
            {% for column in run_query(describe_delivery(folder)).rows %}
                {% do columns.update({column[0] | lower: column[1] | lower}) %}
            {% endfor %}
            {% for column in (state.before or columns) | list + columns | list %}
                {% set expected = (state.before or columns).get(column) %}
                {% set change = {
                    'source_name': row[0], 'delivery': row[2], 'billing_period': row[1],
                    'column': column, 'observed': columns.get(column), 'expected': expected,
                } %}
                {% if change.observed != expected and change not in changes %}
                    {% do changes.append(change) %}
                {% endif %}
            {% endfor %}
            {% set state.before = columns %}
        {% endfor %}
    {% endfor %}
    {{ return(changes) }}
{% endmacro %}
