{# What a line of stg_aws_cur__lines would cost at public prices; where AWS gives none, the
   contracted cost (its list unit price is null, so it can be told apart). #}
{% macro aws_list_cost() -%}
    case
        when split_parent_resource_id is null
            and (is_uncovered_usage or is_plan_usage or is_reserved_usage)
            and public_on_demand_cost <> 0
            then public_on_demand_cost
        else {{ aws_contracted_cost() }}
    end
{%- endmacro %}
