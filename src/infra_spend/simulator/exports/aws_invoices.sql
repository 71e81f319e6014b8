-- The invoices of the month, once they are issued: what AWS charges, by category.
with

charges as (

    select
        'AWS' as billing_entity,
        'Usage' as line_type,
        'Usage' as charge_category,
        sum(net_cost) as billed_cost
    from aws_usage_totals
    union all
    select
        billing_entity,
        line_type,
        case line_type
            when 'Tax' then 'Tax'
            when 'Credit' then 'Credit'
            when 'Refund' then 'Adjustment'
            when 'EdpDiscount' then 'Adjustment'
            when 'SavingsPlanNegation' then 'Usage'
            else 'Purchase'
        end as charge_category,
        coalesce(net_unblended_cost, unblended_cost) as billed_cost
    from aws_fees

),

issued_charges as (

    select
        *,
        if(
            line_type = 'Refund',
            cast(getvariable('corrected_at') as timestamp),
            getvariable('closed_at')
        ) as issued_at
    from charges

)

select
    aws_invoice_id(getvariable('billing_month'), billing_entity, line_type) as invoice_id,
    if(billing_entity = 'AWS', 'Amazon Web Services, Inc.', 'Vector Search Ltd')
        as invoice_issuer_name,
    getvariable('payer_id') as billing_account_id,
    cast(getvariable('billing_month') as timestamp) as billing_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as billing_period_end,
    issued_at as invoice_issued_at,
    issued_at + interval 30 day as payment_due_at,
    charge_category,
    'USD' as billing_currency,
    cast(sum(billed_cost) as decimal(38, 10)) as billed_cost
from issued_charges
where getvariable('known_at') >= getvariable('closed_at')
group by all
having sum(billed_cost) <> 0
