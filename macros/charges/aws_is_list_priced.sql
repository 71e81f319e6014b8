{# Whether AWS gives a line of stg_aws_cur__lines a public price: it does for usage only. #}
{% macro aws_is_list_priced() -%}
    (
        coalesce(public_on_demand_cost, 0) <> 0
        and (is_uncovered_usage or is_plan_usage or is_reserved_usage)
        and split_parent_resource_id is null
    )
{%- endmacro %}
