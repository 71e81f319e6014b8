-- Of each payer and month, what is unblended is what is amortised, less the upfront fees that the
-- month amortises (the true-up), plus those that it bills. The true-up is taken from the columns in
-- which AWS states it, not from effective costs. Where a report leaves the column of Savings Plans
-- empty, the commitment less its recurring fee is the same amount.
with

lines as (

    select
        billing_account_id,
        billing_month,
        unblended_cost,
        case
            when line_item_type <> 'SavingsPlanRecurringFee' then 0
            when savings_plan_amortised_upfront_cost is null
                then unblended_cost - coalesce(savings_plan_committed_cost, unblended_cost)
            else -savings_plan_amortised_upfront_cost
        end as plan_true_up_cost,
        case
            when line_item_type = 'DiscountedUsage' then -reservation_amortised_upfront_cost
            when line_item_type = 'RIFee' then -reservation_unused_upfront_cost
            else 0
        end as reservation_true_up_cost,
        case
            when line_item_type = 'SavingsPlanUpfrontFee' then unblended_cost
            when
                line_item_type in ('Fee', 'Refund')
                and commitment_id is not null
                and coalesce(commitment_payment_option, '') <> 'No Upfront'
                then unblended_cost
            else 0
        end as upfront_cost
    from {{ ref('stg_aws_cur__lines') }}
    where is_booked and split_parent_resource_id is null

),

stated as (

    select
        billing_account_id,
        billing_month,
        count(*) as line_count,
        sum(unblended_cost) as unblended_cost,
        sum(plan_true_up_cost) + sum(coalesce(reservation_true_up_cost, 0)) as true_up_cost,
        sum(upfront_cost) as upfront_cost
    from lines
    group by billing_account_id, billing_month

),

amortised as (

    select
        billing_account_id,
        billing_month,
        sum(effective_cost) as amortised_cost
    from {{ ref('int_aws_cur_charges') }}
    where is_booked
    group by billing_account_id, billing_month

)

select
    stated.billing_account_id,
    stated.billing_month,
    stated.unblended_cost,
    amortised.amortised_cost,
    stated.true_up_cost,
    stated.upfront_cost
from stated
inner join amortised
    on
        stated.billing_account_id = amortised.billing_account_id
        and stated.billing_month = amortised.billing_month
where
    abs(
        stated.unblended_cost
        - (amortised.amortised_cost + stated.true_up_cost + stated.upfront_cost)
    ) > stated.line_count * 0.0000000002 + {{ var('money_tolerance') }}
