{#
    The amortised cost of a line of stg_aws_cur__lines, by line item type.
    Source: AWS, "Understanding your amortized costs" in the Cost and Usage Report user guide.
    A recurring fee keeps only the part of the commitment that nobody used; the upfront fee and its
    refund are spread over the usage they cover, so their own lines carry nothing. Where nothing was
    paid upfront, a refund gives back a recurring fee, and counts as it is billed.
#}
{% macro aws_effective_cost() -%}
    case
        when split_parent_resource_id is not null then 0
        when is_uncovered_usage then coalesce(unblended_cost, 0)
        when is_plan_usage then coalesce(savings_plan_effective_cost, 0)
        when is_reserved_usage then coalesce(reservation_effective_cost, 0)
        when line_item_type in ('SavingsPlanNegation', 'SavingsPlanUpfrontFee') then 0
        when line_item_type = 'SavingsPlanRecurringFee'
            then cast(
                coalesce(savings_plan_committed_cost, 0) - coalesce(savings_plan_used_cost, 0)
                as {{ type_money() }}
            )
        when line_item_type = 'RIFee'
            then cast(
                coalesce(reservation_unused_upfront_cost, 0)
                + coalesce(reservation_unused_recurring_cost, 0)
                as {{ type_money() }}
            )
        when line_item_type in ('Fee', 'Refund') and commitment_id is not null
            and coalesce(commitment_payment_option, '') <> 'No Upfront'
            then 0
        else coalesce(unblended_cost, 0)
    end
{%- endmacro %}
