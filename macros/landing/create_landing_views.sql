{#
    On-run-start: one view per landing table that the sources declare, with every declared column in
    its declared type, over the deliveries of every source that count. A table that nobody has
    delivered is an empty view of the same columns, so a project builds with whatever it is given.
    Beside them, what has landed as tables (landed_deliveries, landed_postings, closed_months), and a
    view of what closes keep of each mart that they freeze.
#}
{% macro create_landing_views() %}
    {% if execute %}
        {% do adapter.execute('create schema if not exists landing') %}
        {% set sources = graph.sources.values() | rejectattr('source_name', 'equalto', 'landing') | list %}
        {% set following = sources | selectattr('meta.follows_close') | map(attribute='identifier') | list %}
        {% set restated = sources | selectattr('meta.keeps_deliveries') | map(attribute='identifier') | list %}
        {% set deliveries = landed_deliveries() %}
        {% set steps = landed_steps(deliveries) %}
        {% set postings = landed_postings(deliveries, steps, following, restated) %}
        {% set key = {'source_name': 'string', 'table_name': 'string', 'billing_period': 'string',
            'delivery': 'string'} %}
        {% do adapter.execute(landed_list_table(
            'landed_deliveries', deliveries | selectattr('is_seen') | list,
            dict(key, delivery_mode='string')
        )) %}
        {% do adapter.execute(landed_list_table(
            'landed_postings', postings, dict(key, posting_period='string', posting_sign='bigint')
        )) %}
        {% set marts = closing_marts() %}
        {% set closed = closed_mart_months(deliveries, steps, marts) %}
        {% do adapter.execute(landed_list_table(
            'closed_months', closed,
            {'mart_name': 'string', 'billing_month': 'date', 'delivery': 'string'}
        )) %}
        {% for mart in marts %}
            {% do adapter.execute(closed_mart_view(mart, closed)) %}
        {% endfor %}
        {% for node in sources %}
            {% set view = landing_view(
                node,
                deliveries | selectattr('table_name', 'equalto', node.identifier)
                    | selectattr('is_seen') | list,
                postings | selectattr('table_name', 'equalto', node.identifier) | list
            ) %}
            {# Without its indentation: a small metastore keeps 32,700 characters of a view, and every
               source adds a branch. #}
            {% do adapter.execute(modules.re.sub('\n\s+', '\n', view)) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
