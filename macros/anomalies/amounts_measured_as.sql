{#
    What was expected, what came and the impact, as columns that are filled where an anomaly is of
    one measure: usage alone has no cost that is unusual, and nobody pays its list cost.

    measured_as: cost or usage; cost_name: how columns call that measure; incidents: the alias of
    what says the measure; amounts: the alias of what holds the amounts.
#}
{% macro amounts_measured_as(measured_as, cost_name, incidents, amounts) -%}
    {%- for amount in ['expected', 'actual', 'impact'] -%}
        case
            when {{ incidents }}.measured_as = '{{ measured_as }}'
                then {{ amounts }}.{{ amount }}_measured_cost
        end as {{ amount }}_{{ cost_name }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
