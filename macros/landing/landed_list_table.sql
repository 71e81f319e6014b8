{#
    A list of what has landed as a table landing.<name>. It is not a view, because a catalog keeps the
    text of a view and bounds its length.

    rows: dicts; columns: name to type, of those keys of the dicts that become columns.
#}
{% macro landed_list_table(name, rows, columns) %}
    create or replace table landing.{{ name }} {{ table_format() }} as
    select
        {% for column, type in columns.items() %}
        cast({{ column }} as {{ type_landed(type) }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from (values
        {% for row in rows %}
        (
            {%- for column in columns -%}
                '{{ row[column] }}'{{ ', ' if not loop.last }}
            {%- endfor -%}
        ),
        {% endfor %}
        ({{ (['null'] * (columns | length)) | join(', ') }})
    ) as listed ({{ columns | join(', ') }})
    where {{ columns | first }} is not null
{% endmacro %}
