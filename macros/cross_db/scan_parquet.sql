{# The rows of a folder of Parquet files; folders named `key=value` below it become text columns. #}
{% macro scan_parquet(folder) -%}
    {{ return(adapter.dispatch('scan_parquet')(folder)) }}
{%- endmacro %}

{% macro default__scan_parquet(folder) -%}
    read_parquet(
        '{{ folder }}/*/*/*.parquet',
        hive_partitioning = true, hive_types_autocast = false, union_by_name = true
    )
{%- endmacro %}

{% macro spark__scan_parquet(folder) -%}
    parquet.`{{ folder }}`
{%- endmacro %}
