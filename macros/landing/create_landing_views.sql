{#
    On-run-start: one view per landing table that the sources declare, with every declared column in
    its declared type, over the current deliveries of every source. A table that nobody has
    delivered is an empty view of the same columns, so a project builds with whatever it is given.
#}
{% macro create_landing_views() %}
    {% if execute %}
        {% do adapter.execute('create schema if not exists landing') %}
        {% set deliveries = landed_deliveries() %}
        {% do adapter.execute(deliveries_table(deliveries)) %}
        {% for node in graph.sources.values() if node.source_name != 'landing' %}
            {% set of_table = deliveries | selectattr('table_name', 'equalto', node.identifier) | list %}
            {% do adapter.execute(landing_view(node, of_table)) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
