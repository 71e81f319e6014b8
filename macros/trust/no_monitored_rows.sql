{# What a monitor finds where there is nothing to find: no row, in the columns of every monitor. #}
{% macro no_monitored_rows() -%}
select
    cast(null as {{ dbt.type_string() }}) as table_name,
    cast(null as date) as monitored_date,
    cast(null as {{ dbt.type_string() }}) as group_name,
    cast(null as double) as observed,
    cast(null as double) as expected,
    cast(null as {{ dbt.type_string() }}) as reason
where false
{%- endmacro %}
