{# Whether a text is among the values of a JSON list in lower case; a list that is null takes any. #}
{% macro is_in_list(text, values) -%}
    ({{ values }} is null or instr({{ values }}, concat('"', lower({{ text }}), '"')) > 0)
{%- endmacro %}
