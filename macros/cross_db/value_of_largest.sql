{# An aggregate: the known value of the row that weighs most, the last in the alphabet of equals.
   Left alone, engines disagree about nulls and take whichever of equals comes first. #}
{% macro value_of_largest(expression, weight) -%}
    max_by({{ expression }}, ({{ weight }}, {{ expression }})) filter (where {{ expression }} is not null)
{%- endmacro %}
