{# A query that lists the path of every Parquet file below a folder, with no row when there is none. #}
{% macro parquet_files_under(folder) -%}
    {{ return(adapter.dispatch('parquet_files_under')(folder)) }}
{%- endmacro %}

{% macro default__parquet_files_under(folder) -%}
    select file as file_path from glob('{{ folder }}/**/*.parquet')
{%- endmacro %}

{# Only names are read: the content column of a binary file is not asked for. #}
{% macro spark__parquet_files_under(folder) -%}
    {% do adapter.execute(
        "create or replace temporary view landing_files using binaryFile options (path '"
        ~ folder ~ "', recursiveFileLookup 'true', pathGlobFilter '*.parquet')"
    ) %}
    select path as file_path from landing_files
{%- endmacro %}
