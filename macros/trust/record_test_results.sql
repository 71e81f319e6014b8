{#
    On-run-end: adds a row for each data test of this run, and each dataset it reads, to the history.
    Datasets are models and landing tables; a test of a staging model is one of its landing table.

    results: what dbt gives to on-run-end.
#}
{% macro record_test_results(results) %}
    {% if execute %}
        {% set rows = [] %}
        {% for result in results if result.node.resource_type == 'test' %}
            {% for name in relations_read(result.node) %}
                {% do rows.append([
                    "'" ~ invocation_id ~ "'",
                    "'" ~ result.node.name ~ "'",
                    "'" ~ name ~ "'",
                    "'" ~ (result.node.test_metadata.name if result.node.test_metadata else 'singular') ~ "'",
                    "'" ~ result.status ~ "'",
                    result.failures if result.failures is not none else 'null',
                ] | join(', ')) %}
            {% endfor %}
        {% endfor %}
        {% if rows %}
            {% do adapter.execute(added_test_results(rows)) %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro relations_read(test) %}
    {% set names = [] %}
    {% for parent in test.depends_on.nodes %}
        {% set node = graph.nodes.get(parent, graph.sources.get(parent)) %}
        {% set sources = graph.sources.values()
            | selectattr('unique_id', 'in', node.depends_on.nodes) | list
            if parent.startswith('model.') and node.fqn[1] == 'staging' else [] %}
        {% do names.append(sources[0].identifier if sources else node.identifier or node.name) %}
    {% endfor %}
    {{ return(names | unique | list) }}
{% endmacro %}

{% macro added_test_results(rows) %}
    insert into trust_history.test_results
    select
        listed.*,
        newest.known_date,
        cast('{{ run_started_at.astimezone(modules.pytz.utc).strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
            as recorded_at
    from (values
        {% for row in rows %}
        ({{ row }}){{ ',' if not loop.last }}
        {% endfor %}
    ) as listed (run_id, test_name, relation_name, test_kind, test_status, failure_count)
    cross join (select {{ known_date('delivery') }} as known_date from landing.landed_deliveries) as newest
    where newest.known_date is not null
{% endmacro %}
