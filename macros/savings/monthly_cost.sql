{# What a cost of so many days comes to in a month of 730 hours. In doubles, because engines
   differ in how many places they keep of money that is divided by a whole number. #}
{% macro monthly_cost(cost, day_count) -%}
    {{ money(
        'cast(' ~ cost ~ ' as double) * ' ~ hours_of_month() ~ ' / (24 * ' ~ day_count ~ ')'
    ) }}
{%- endmacro %}
