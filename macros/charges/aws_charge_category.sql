{# The FOCUS charge category of a line of int_aws_cur_charges; the most frequent types come first.
   Fees are Fee, RIFee, SavingsPlanUpfrontFee and SavingsPlanRecurringFee: a list of more than three
   becomes a join that every line has to pass. #}
{% macro aws_charge_category() -%}
    case
        when is_uncovered_usage or is_plan_usage or is_reserved_usage then 'Usage'
        when line_item_type = 'Tax' then 'Tax'
        when line_item_type = 'Credit' then 'Credit'
        when line_item_type like '%Fee' then 'Purchase'
        when line_item_type = 'Refund' or line_item_type like '%Discount' then 'Adjustment'
        else 'Usage'
    end
{%- endmacro %}
