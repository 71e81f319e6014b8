-- Every line that is not usage: commitments, discounts, support, tax, credits, marketplace.
with

all_usage as (select sum(net_cost) as net_cost from aws_usage_totals),

before_tax as (

    select * from aws_commitment_fees
    union all by name
    select * from aws_other_fees

),

invoices as (

    select
        coalesce(billing_entity, 'AWS') as entity,
        sum(case when line_type = 'Fee' and savings_plan_id is null and reservation_id is null
            then unblended_cost else 0 end) as taxed_cost,
        sum(coalesce(net_cost, unblended_cost)) as fee_cost
    from before_tax
    where line_type <> 'Refund'
    group by entity

),

invoices_with_usage as (

    select
        invoices.*,
        if(invoices.entity = 'AWS', coalesce(all_usage.net_cost, 0), 0) as usage_cost
    from invoices
    cross join all_usage

),

-- Support and the marketplace are taxed; what an invoice lacks to whole cents goes into its tax.
taxes as (

    select
        'tax' || md5(entity) || strftime(getvariable('billing_month'), '%y%m') as line_id,
        'Tax' as line_type,
        getvariable('payer_id') as account_id,
        if(entity = 'AWS', 'AWSSupportEnterprise', 'vector-search') as product_code,
        if(entity = 'AWS', 'AWS Support (Enterprise)', 'Vector Search Enterprise') as product_name,
        'Tax for product code' as description,
        entity as billing_entity,
        cast(getvariable('billing_month') as timestamp) as period_start,
        cast(getvariable('billing_month') as timestamp) + interval 1 month as period_end,
        cast(
            round(taxed_cost * 0.0625, 2) + round(fee_cost + usage_cost, 2) - fee_cost - usage_cost
            as decimal(18, 10)
        ) as unblended_cost
    from invoices_with_usage
    where getvariable('known_at') >= getvariable('closed_at')

),

fees as (

    select * from before_tax
    union all by name
    select * from taxes

)

select
    * exclude (net_cost, billing_entity),
    coalesce(billing_entity, 'AWS') as billing_entity,
    case
        when getvariable('billing_month') >= getvariable('private_discount_from')
            then coalesce(net_cost, unblended_cost)
    end as net_unblended_cost
from fees
