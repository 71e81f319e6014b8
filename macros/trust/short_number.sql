{# A number as text for people, with three places: the same on every engine. #}
{% macro short_number(expression) -%}
    {{ portable_text('cast(' ~ expression ~ ' as decimal(18, 3))', 'decimal(18, 3)') }}
{%- endmacro %}
