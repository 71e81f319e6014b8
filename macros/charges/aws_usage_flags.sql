{# The three kinds of usage, which are nearly all lines of an AWS report, as flags: the text of the
   line item type is then compared once a line instead of once in every case. #}
{% macro aws_usage_flags() -%}
    line_item_type = 'Usage' as is_uncovered_usage,
    line_item_type = 'SavingsPlanCoveredUsage' as is_plan_usage,
    line_item_type = 'DiscountedUsage' as is_reserved_usage
{%- endmacro %}
