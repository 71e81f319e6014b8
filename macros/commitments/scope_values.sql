{# An aggregate over the inclusions of a contract's scope: the values of one dimension, as JSON text in
   lower case; null where no rule names the dimension. #}
{% macro scope_values(inclusion, dimension) -%}
    lower(max(
        case when {{ map_value(inclusion, 'Dimension') }} = '{{ dimension }}' then {{ map_value(inclusion, 'Values') }} end
    ))
{%- endmacro %}
