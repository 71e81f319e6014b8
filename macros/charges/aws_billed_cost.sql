{# What a line of stg_aws_cur__lines adds to the invoice. A split line (EKS, ECS) tells how its
   parent was shared: the parent carries the cost, so the split line carries none. #}
{% macro aws_billed_cost() -%}
    case when split_parent_resource_id is null then coalesce(unblended_cost, 0) else 0 end
{%- endmacro %}
