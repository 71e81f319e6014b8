{# In a join: whether two rows are of the same unit cost. #}
{% macro same_unit_cost(row, other) -%}
    {%- for name in ['metric_name', 'product', 'cost_name', 'cost_basis'] -%}
        {{ ' and ' if not loop.first }}{{ row }}.{{ name }} = {{ other }}.{{ name }}
    {%- endfor -%}
{%- endmacro %}
