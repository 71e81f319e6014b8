{#
    The columns of an opportunity, of a row of what a detector looks at: the body of a select.

    measured_quantity: what is held against the threshold. Columns that are not called in the row as
    opportunity_column_names() calls them are given by name, as expressions; none is a null text.
#}
{% macro opportunity_columns(measured_quantity) -%}
    {%- set expressions = {
        'subject_id': 'resource_id',
        'scope_id': 'resource_id',
        'monthly_potential_cost': money('monthly_effective_cost * saving_ratio'),
        'measured_quantity': measured_quantity,
    } -%}
    {%- do expressions.update(kwargs) -%}
    {%- for name in opportunity_column_names() -%}
        {%- set expression = expressions.get(name, name) -%}
        {{ 'cast(null as ' ~ dbt.type_string() ~ ')' if expression is none else expression }}
        {{- ' as ' ~ name if expression != name }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
