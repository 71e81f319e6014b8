{# The effects of a bridge, in the order in which they lead from the earlier cost to the later one. #}
{% macro variance_effects() -%}
    {{ return([
        'retired', 'usage', 'mix', 'new', 'list_price', 'negotiated_rate',
        'commitment_coverage', 'commitment_rate', 'unused_commitment', 'fee', 'tax', 'one_off',
        'restatement', 'currency',
    ]) }}
{%- endmacro %}
