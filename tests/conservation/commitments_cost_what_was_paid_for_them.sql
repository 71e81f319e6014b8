-- Over a term that began and ended within its bill, the amortised cost of a commitment, used and
-- unused, is what was billed for it: upfront and recurring fees, less what was refunded. Commitments
-- that were exchanged for each other are one sum, in the currency of the bill: exchange rates move.
with

source_ends as (

    select
        source_name,
        max(billing_month) as last_billing_month
    from {{ ref('int_charges_daily') }}
    group by source_name

),

commitments as (

    select
        listed.provider_name,
        listed.commitment_id,
        coalesce(listed.exchange_id, listed.commitment_id) as paid_together_id,
        listed.first_charge_date <= listed.term_start_date
        and listed.term_end_date <= source_ends.last_billing_month as is_complete
    from {{ ref('int_commitments_listed') }} as listed
    inner join source_ends
        on listed.source_name = source_ends.source_name

),

paid_together as (

    select
        provider_name,
        paid_together_id
    from commitments
    group by provider_name, paid_together_id
    having min(case when is_complete then 1 else 0 end) = 1

),

costs as (

    select
        commitments.provider_name,
        commitments.paid_together_id,
        lines.billing_currency,
        sum(lines.charge_count) as charge_count,
        sum(case when lines.charge_category <> 'Usage' then lines.billed_cost else 0 end)
            as billed_cost,
        sum(lines.effective_cost)
        + sum(case when lines.is_used then 0 else lines.used_cost end) as amortised_cost
    from {{ ref('int_commitment_lines_daily') }} as lines
    inner join commitments
        on
            lines.provider_name = commitments.provider_name
            and lines.commitment_discount_id = commitments.commitment_id
    group by commitments.provider_name, commitments.paid_together_id, lines.billing_currency

)

select
    costs.provider_name,
    costs.paid_together_id,
    costs.billing_currency,
    costs.billed_cost,
    costs.amortised_cost
from costs
inner join paid_together
    on
        costs.provider_name = paid_together.provider_name
        and costs.paid_together_id = paid_together.paid_together_id
where
    abs(costs.billed_cost - costs.amortised_cost)
    > costs.charge_count * 0.00000000005 + {{ var('money_tolerance') }}
