{# What is in a schema. dbt-spark takes an Iceberg table of a Hive catalog for a Hive table, because
   only its table properties say what it is: here they are put in the words that dbt-spark reads. #}
{% macro spark__list_relations_without_caching(relation) %}
    {% call statement('list_relations', fetch_result=true) -%}
        show table extended in {{ relation.schema }} like '*'
    {%- endcall %}
    {% set relations = [] %}
    {% for row in load_result('list_relations').table %}
        {% set information = row[3] | replace('table_type=ICEBERG', 'Provider: iceberg') %}
        {% do relations.append([row[0], row[1], row[2], information]) %}
    {% endfor %}
    {{ return(relations) }}
{% endmacro %}
