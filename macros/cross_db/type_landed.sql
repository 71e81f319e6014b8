{# The engine's name, in lower case, of a type that a source declares. #}
{% macro type_landed(declared_type) -%}
    {{ return(adapter.dispatch('type_landed')(declared_type)) }}
{%- endmacro %}

{% macro default__type_landed(declared_type) -%}
    {{ return({'map': 'map(varchar, varchar)', 'string': 'varchar'}.get(
        declared_type, declared_type | replace(' ', '')
    )) }}
{%- endmacro %}

{% macro spark__type_landed(declared_type) -%}
    {{ return({'map': 'map<string,string>'}.get(declared_type, declared_type | replace(' ', ''))) }}
{%- endmacro %}
