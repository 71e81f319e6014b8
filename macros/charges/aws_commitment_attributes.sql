{# What a line of int_aws_cur_charges says of the commitment that covers or bills it, in the words of
   FOCUS. #}
{% macro aws_commitment_attributes() -%}
    case
        when savings_plan_id is not null then 'Spend'
        when reservation_id is not null then 'Usage'
    end as commitment_discount_category,
    case
        when savings_plan_id is not null then 'Savings Plan'
        when reservation_id is not null then 'Reserved Instance'
    end as commitment_discount_type,
    case when is_plan_usage or is_reserved_usage then 'Used' end as commitment_discount_status,
    case
        when savings_plan_id is not null then billing_currency
        when reservation_id is not null then pricing_unit
    end as commitment_discount_unit
{%- endmacro %}
