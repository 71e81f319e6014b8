{# A cost as text, in whole cents. #}
{% macro cost_text(cost) -%}
    {{ portable_text('cast(round(' ~ cost ~ ', 2) as decimal(24, 2))', 'decimal(24, 2)') }}
{%- endmacro %}
