{#
    Run-operation of `infra-spend close`: writes what a close of a month would keep into a folder, as
    Parquet: close_checks (the checks of the month), closed_marts (rows and content hash of each mart
    that closes) and closed_<mart> (its rows of the month).

    billing_month: its first day as YYYY-MM-DD; folder: an absolute path.
#}
{% macro stage_close(billing_month, folder) %}
    {% set hashes = [] %}
    {% for mart in closing_marts() %}
        {% set rows = mart_rows_of_month(mart, billing_month) %}
        {% do run_query(write_parquet(
            'select ' ~ mart.columns.keys() | join(', ') ~ ' from ' ~ rows,
            folder ~ '/closed_' ~ mart.name
        )) %}
        {% do hashes.append(hash_of_rows(mart.name, mart_types(mart), rows)) %}
    {% endfor %}
    {% do run_query(write_parquet(hashes | join(' union all '), folder ~ '/closed_marts')) %}
    {% set month = "cast('" ~ billing_month ~ "' as date)" %}
    {% do run_query(write_parquet(
        'select check_name, is_passed, check_text from marts.fct_close_checks'
        ~ ' where billing_month = ' ~ month,
        folder ~ '/close_checks'
    )) %}
{% endmacro %}

{% macro mart_rows_of_month(mart, billing_month) -%}
    {{ mart.schema }}.{{ mart.alias }}
    where {{ month_of(mart.config.meta.closes_by) }} = cast('{{ billing_month }}' as date)
{%- endmacro %}

{% macro mart_types(mart) %}
    {% set types = {} %}
    {% for name, column in mart.columns.items() %}
        {% do types.update({name: column.data_type}) %}
    {% endfor %}
    {{ return(types) }}
{% endmacro %}

{% macro hash_of_rows(mart_name, types, rows) -%}
    select
        '{{ mart_name }}' as mart_name,
        '{{ tojson(types) }}' as column_types,
        count(*) as row_count,
        {{ content_hash(types) }} as content_hash
    from {{ rows }}
{%- endmacro %}
