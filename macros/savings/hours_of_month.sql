{# Hours of a month on average: a year of 8760 in twelve parts, as providers price a month. #}
{% macro hours_of_month() -%}
    730
{%- endmacro %}
