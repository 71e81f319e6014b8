{# The rows of a seed as literals. dbt-spark's own way has no server to bind values for it in a
   session: there a null becomes the text None, and a quote ends the statement. #}
{% macro spark__load_csv_rows(model, agate_table) %}
    {% set rows = [] %}
    {% for row in agate_table.rows %}
        {% set cells = [] %}
        {% for name in agate_table.column_names %}
            {% set type = model.config.column_types.get(
                name, adapter.convert_type(agate_table, loop.index0)
            ) %}
            {% do cells.append('cast(' ~ text_literal(row[name]) ~ ' as ' ~ type ~ ')') %}
        {% endfor %}
        {% do rows.append('(' ~ cells | join(', ') ~ ')') %}
    {% endfor %}
    {% set sql = 'insert into ' ~ this ~ ' values\n' ~ rows | join(',\n') %}
    {% if rows %}
        {% do adapter.add_query(sql, abridge_sql_log=true) %}
    {% endif %}
    {{ return(sql) }}
{% endmacro %}

{% macro text_literal(value) -%}
    {%- if value is none -%}
        null
    {%- else -%}
        '{{ value | string | replace('\\', '\\\\') | replace("'", "\\'") }}'
    {%- endif -%}
{%- endmacro %}
