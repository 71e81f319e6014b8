{# On-run-start: the table that record_test_results() adds to. Nothing here replaces it, so that it
   outlives every refresh. #}
{% macro create_test_history() %}
    {% if execute %}
        {% do adapter.execute('create schema if not exists trust_history') %}
        {% do adapter.execute(test_history_table()) %}
    {% endif %}
{% endmacro %}

{% macro test_history_table() %}
    {% set node = graph.sources.values()
        | selectattr('source_name', 'equalto', 'trust_history') | first %}
    create table if not exists {{ node.schema }}.{{ node.identifier }} (
        {% for column in node.columns.values() %}
        {{ column.name }} {{ type_landed(column.data_type) }}{{ ',' if not loop.last }}
        {% endfor %}
    ) {{ table_format() }}
{% endmacro %}
