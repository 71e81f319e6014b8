{#
    The same expression for each of the four costs, as a list of columns.

    expression: how a column is made; {cost} in it stands for the name of the cost.
#}
{% macro each_cost(expression='{cost}') -%}
    {%- for cost in cost_names() -%}
        {{ expression | replace('{cost}', cost) ~ (' as ' ~ cost if expression != '{cost}' else '') }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
