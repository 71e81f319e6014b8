{# The effects of a bridge that are prices and not quantities, as a list for SQL's `in`. #}
{% macro price_effects() -%}
    ('list_price', 'negotiated_rate', 'commitment_coverage', 'commitment_rate', 'currency')
{%- endmacro %}
