{#
    What kind of cost a charge is. The fee of a commitment and the part of it that nobody used are
    one kind: its billed cost is the fee, its effective cost the unused part, whichever way the
    provider writes them down (AWS in one line, FOCUS in two).
#}
{% macro cost_type(charges) -%}
    case
        when {{ charges }}.charge_category = 'Purchase' and {{ charges }}.commitment_discount_id is not null
            then 'commitment_fee'
        when {{ charges }}.commitment_discount_status = 'Unused' then 'commitment_fee'
        else lower({{ charges }}.charge_category)
    end
{%- endmacro %}
