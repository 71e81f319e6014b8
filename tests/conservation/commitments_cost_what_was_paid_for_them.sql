-- Over a term that began and ended within its bill, the amortised cost of a commitment, used and
-- unused, is what was billed for it: upfront and recurring fees, less what was refunded. Those that
-- were exchanged for each other are one sum. It is in the currency of the bill: rates move.
with

commitments as (select * from {{ ref('int_commitments_listed') }}),

commitment_lines as (select * from {{ ref('int_commitment_lines_daily') }}),

source_ends as (

    select
        source_name,
        max(billing_month) as last_billing_month
    from {{ ref('int_charges_daily') }}
    group by source_name

),

commitments_with_end as (

    select
        commitments.provider_name,
        commitments.commitment_id,
        coalesce(commitments.exchange_id, commitments.commitment_id) as paid_together_id,
        coalesce(
            commitments.first_charge_date <= commitments.term_start_date
            and commitments.term_end_date <= source_ends.last_billing_month,
            false
        ) as is_complete
    from commitments
    inner join source_ends
        on commitments.source_name = source_ends.source_name

),

costs as (

    select
        commitments_with_end.provider_name,
        commitments_with_end.paid_together_id,
        commitment_lines.billing_currency,
        sum(commitment_lines.charge_count) as charge_count,
        sum(
            case
                when commitment_lines.charge_category = 'Usage' then 0
                else commitment_lines.billed_cost
            end
        ) as billed_cost,
        sum(commitment_lines.effective_cost) + sum(
            case when commitment_lines.is_used then 0 else commitment_lines.used_cost end
        ) as amortised_cost
    from commitment_lines
    inner join commitments_with_end
        on
            commitment_lines.provider_name = commitments_with_end.provider_name
            and commitment_lines.commitment_discount_id = commitments_with_end.commitment_id
    group by
        commitments_with_end.provider_name, commitments_with_end.paid_together_id,
        commitment_lines.billing_currency
    having min(case when commitments_with_end.is_complete then 1 else 0 end) = 1

)

select *
from costs
where
    abs(billed_cost - amortised_cost)
    > charge_count * 0.00000000005 + {{ var('money_tolerance') }}
