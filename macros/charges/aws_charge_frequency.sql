{# The FOCUS charge frequency of an AWS line item type. #}
{% macro aws_charge_frequency(line_item_type) -%}
    case
        when {{ line_item_type }} in ('RIFee', 'SavingsPlanRecurringFee') then 'Recurring'
        when {{ line_item_type }} like '%Fee' then 'One-Time'
        when {{ line_item_type }} in ('Tax', 'Credit', 'Refund') then 'One-Time'
        else 'Usage-Based'
    end
{%- endmacro %}
