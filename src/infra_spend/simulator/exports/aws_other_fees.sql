-- The private discount, support, credits, refunds and what the marketplace sold.
with

-- What the net columns have taken off already; the line itself has no net cost.
private_discounts as (

    select
        'd' || md5(account_id || product_code) || strftime(charge_date, '%y%m%d') as line_id,
        'EdpDiscount' as line_type,
        account_id,
        product_code,
        product_name,
        'Enterprise discount of 7 %' as description,
        cast(charge_date as timestamp) as period_start,
        cast(charge_date as timestamp) + interval 1 day as period_end,
        cast(sum(net_cost - unblended_cost) as decimal(18, 10)) as unblended_cost,
        cast(0 as decimal(18, 10)) as net_cost
    from aws_usage_totals
    where getvariable('billing_month') >= getvariable('private_discount_from')
    group by all
    having sum(net_cost - unblended_cost) <> 0

),

all_usage as (

    select
        sum(net_cost) as net_cost,
        sum(net_cost) filter (where product_code = 'AmazonEC2') as instance_cost
    from aws_usage_totals

),

one_off as (

    -- Support is charged when the month is over, a share of what it cost.
    select
        'support' as line_id,
        'Fee' as line_type,
        'AWSSupportEnterprise' as product_code,
        'AWS Support (Enterprise)' as product_name,
        'AWS Support (Enterprise), 3 % of monthly usage' as description,
        cast(round(net_cost * 0.03, 2) as decimal(18, 10)) as unblended_cost,
        'AWS' as billing_entity
    from all_usage
    where getvariable('known_at') >= getvariable('closed_at')
    union all
    -- A migration programme paid for a while.
    select
        'credit', 'Credit', 'AmazonEC2', 'Amazon Elastic Compute Cloud',
        'AWS Migration Acceleration Program credit',
        cast(-round(instance_cost * 0.02, 2) as decimal(18, 10)), 'AWS'
    from all_usage
    where getvariable('billing_month') < getvariable('first_month') + interval 8 month
    union all
    select
        'refund', 'Refund', 'AmazonS3', 'Amazon Simple Storage Service',
        'Refund for requests billed in error', cast(-2417.63 as decimal(18, 10)), 'AWS'
    where
        getvariable('billing_month') = getvariable('corrected_month')
        and getvariable('known_at') >= getvariable('corrected_at')
    union all
    select
        'marketplace', 'Fee', 'vector-search', 'Vector Search Enterprise',
        'AWS Marketplace subscription, monthly', cast(11750 as decimal(18, 10)), 'AWS Marketplace'

),

one_off_lines as (

    select
        line_id || strftime(getvariable('billing_month'), '%y%m') as line_id,
        line_type,
        getvariable('payer_id') as account_id,
        product_code,
        product_name,
        description,
        billing_entity,
        cast(getvariable('billing_month') as timestamp) as period_start,
        cast(getvariable('billing_month') as timestamp) + interval 1 day as period_end,
        unblended_cost
    from one_off

)

select * from private_discounts
union all by name
select * from one_off_lines
