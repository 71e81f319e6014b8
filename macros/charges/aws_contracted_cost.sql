{# What a line of stg_aws_cur__lines would cost at the rates agreed with AWS but without
   commitments. The usage that a commitment covers is priced; its fees and negations are not, so
   that nothing counts twice. #}
{% macro aws_contracted_cost() -%}
    case
        when split_parent_resource_id is not null then 0
        when is_uncovered_usage or is_plan_usage then coalesce(unblended_cost, 0)
        when is_reserved_usage then coalesce(public_on_demand_cost, 0)
        when line_item_type in ('SavingsPlanNegation', 'SavingsPlanUpfrontFee') then 0
        when line_item_type in ('SavingsPlanRecurringFee', 'RIFee') then 0
        when line_item_type in ('Fee', 'Refund') and commitment_id is not null then 0
        else coalesce(unblended_cost, 0)
    end
{%- endmacro %}
