{# What a line of stg_aws_cur__lines would cost at public prices; where AWS gives none, the
   contracted cost. #}
{% macro aws_list_cost() -%}
    case when {{ aws_is_list_priced() }} then public_on_demand_cost else {{ aws_contracted_cost() }} end
{%- endmacro %}
