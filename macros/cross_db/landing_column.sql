{# One column of an export as the type its source declares. A number that is already a number keeps
   its type: staging rounds it once, and a second cast would cost as much as the first. #}
{% macro landing_column(name, declared_type, found_type) -%}
    {%- set numeric = found_type is not none
        and declared_type.startswith('decimal')
        and (found_type.startswith('decimal') or found_type == 'double') -%}
    {%- if found_type is none -%}
        cast(null as {{ type_landed(declared_type) }})
    {%- elif numeric or found_type == type_landed(declared_type) -%}
        {{ name }}
    {%- elif declared_type == 'map' and found_type in ('varchar', 'string') -%}
        {{ map_from_json(name) }}
    {%- else -%}
        cast({{ name }} as {{ type_landed(declared_type) }})
    {%- endif -%}
{%- endmacro %}
