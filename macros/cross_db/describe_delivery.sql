{# A query that lists name and type of the columns in the Parquet files of one delivery's folder. #}
{% macro describe_delivery(folder) -%}
    {{ return(adapter.dispatch('describe_delivery')(folder)) }}
{%- endmacro %}

{% macro default__describe_delivery(folder) -%}
    describe select * from read_parquet(
        '{{ folder }}/*.parquet', hive_partitioning = false, union_by_name = true
    )
{%- endmacro %}

{% macro spark__describe_delivery(folder) -%}
    describe select * from parquet.`{{ folder }}`
{%- endmacro %}
