{# The FOCUS charge category of an AWS line item type; the most frequent types come first. #}
{% macro aws_charge_category(line_item_type) -%}
    case
        when {{ line_item_type }} = 'Usage' then 'Usage'
        when {{ line_item_type }} = 'Tax' then 'Tax'
        when {{ line_item_type }} = 'Credit' then 'Credit'
        when {{ line_item_type }} in (
            'Fee', 'RIFee', 'SavingsPlanUpfrontFee', 'SavingsPlanRecurringFee'
        ) then 'Purchase'
        when {{ line_item_type }} = 'Refund' or {{ line_item_type }} like '%Discount' then 'Adjustment'
        else 'Usage'
    end
{%- endmacro %}
