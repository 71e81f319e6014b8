{# A cost at an exchange rate. Most bills are in the reporting currency already, and not multiplying
   by one is what makes their conversion free. #}
{% macro converted(cost, exchange_rate) -%}
    case when {{ exchange_rate }} = 1 then {{ cost }} else {{ money(cost ~ ' * ' ~ exchange_rate) }} end
{%- endmacro %}
