-- int_commitment_lines_daily holds every line that names a commitment. What a commitment covered is
-- the price of the usage alone: a fee or an unused part with a price of its own (FOCUS exports have
-- one) would count the discount twice.
with

lines as (

    select
        source_name,
        billing_month,
        billing_currency,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(
            case
                when charge_category = 'Usage' and commitment_discount_status = 'Used'
                    then contracted_cost
                when commitment_covered_cost is not null then commitment_covered_cost
                else 0
            end
        ) as covered_cost
    from {{ ref('int_charges_unioned') }}
    where commitment_discount_id is not null
    group by source_name, billing_month, billing_currency

),

days as (

    select
        source_name,
        billing_month,
        billing_currency,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(covered_cost) as covered_cost
    from {{ ref('int_commitment_lines_daily') }}
    group by source_name, billing_month, billing_currency

)

select
    coalesce(lines.source_name, days.source_name) as source_name,
    coalesce(lines.billing_month, days.billing_month) as billing_month,
    coalesce(lines.billing_currency, days.billing_currency) as billing_currency,
    lines.billed_cost as billed_cost_of_lines,
    days.billed_cost,
    lines.effective_cost as effective_cost_of_lines,
    days.effective_cost,
    lines.covered_cost as covered_cost_of_lines,
    days.covered_cost
from lines
full outer join days
    on
        lines.source_name = days.source_name
        and lines.billing_month = days.billing_month
        and lines.billing_currency = days.billing_currency
where
    lines.billed_cost is distinct from days.billed_cost
    or lines.effective_cost is distinct from days.effective_cost
    or lines.covered_cost is distinct from days.covered_cost
