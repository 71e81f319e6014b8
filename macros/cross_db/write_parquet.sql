{# A statement that writes the rows of a query as Parquet: the file <path>.parquet, or files in a
   folder <path>. #}
{% macro write_parquet(query, path) -%}
    {{ return(adapter.dispatch('write_parquet')(query, path)) }}
{%- endmacro %}

{% macro default__write_parquet(query, path) -%}
    copy ({{ query }}) to '{{ path }}.parquet' (format parquet, compression zstd)
{%- endmacro %}

{% macro spark__write_parquet(query, path) -%}
    insert overwrite directory '{{ path }}' using parquet {{ query }}
{%- endmacro %}
