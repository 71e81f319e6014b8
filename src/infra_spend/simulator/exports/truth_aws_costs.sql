-- What the month really cost, by owner and usage type. Lines that are not usage belong to nobody in
-- particular: their service is null.
with

usage_costs as (

    select
        service_id,
        team_id,
        account_id,
        line_type,
        usage_type,
        sum(quantity) as quantity,
        sum(list_cost) as list_cost,
        sum(unblended_cost) as unblended_cost,
        sum(coalesce(net_unblended_cost, unblended_cost)) as billed_cost,
        sum(coalesce(committed_cost, net_unblended_cost, unblended_cost)) as effective_cost
    from aws_usage
    group by all

),

fee_costs as (

    select
        cast(null as varchar) as service_id,
        cast(null as varchar) as team_id,
        account_id,
        line_type,
        usage_type,
        sum(unblended_cost) as unblended_cost,
        sum(coalesce(net_unblended_cost, unblended_cost)) as billed_cost,
        sum(case line_type
            when 'SavingsPlanRecurringFee' then committed_to_date - used_commitment
            when 'RIFee' then unused_upfront + unused_recurring
            when 'SavingsPlanNegation' then 0
            when 'SavingsPlanUpfrontFee' then 0
            else if(
                line_type = 'Fee' and reservation_id is not null,
                0,
                coalesce(net_unblended_cost, unblended_cost)
            )
        end) as effective_cost
    from aws_fees
    group by all

),

costs as (

    select * from usage_costs
    union all by name
    select * from fee_costs

)

select
    getvariable('billing_month') as billing_month,
    service_id,
    team_id,
    account_id,
    line_type,
    usage_type,
    cast(quantity as decimal(38, 6)) as quantity,
    cast(list_cost as decimal(38, 10)) as list_cost,
    cast(unblended_cost as decimal(38, 10)) as unblended_cost,
    cast(billed_cost as decimal(38, 10)) as billed_cost,
    cast(effective_cost as decimal(38, 10)) as effective_cost
from costs
