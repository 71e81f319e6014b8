{# An expression as money, rounded half up at ten places. It is rounded first because DuckDB's cast
   that drops places takes three times as long as round and a cast that drops nothing. #}
{% macro money(expression) -%}
    cast(round({{ expression }}, 10) as {{ type_money() }})
{%- endmacro %}
