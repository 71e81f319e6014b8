-- Every line that is not usage: commitments, discounts, support, tax, credits, marketplace.
with

used as (

    select
        commitment_id,
        period_start,
        sum(committed_cost) as committed_cost,
        sum(hours) as hours
    from aws_usage_totals
    where commitment_id is not null
    group by commitment_id, period_start

),

commitment_periods as (

    select
        commitments.*,
        aws_periods.* exclude (shape_ppm),
        coalesce(used.committed_cost, 0) as used_cost,
        coalesce(used.hours, 0) as used_hours
    from commitments
    inner join aws_periods
        on
            aws_periods.charge_date >= commitments.start_date
            and aws_periods.charge_date < commitments.end_date
    left join used
        on
            commitments.commitment_id = used.commitment_id
            and aws_periods.period_start = used.period_start

),

-- Covered usage is charged at the public price and taken back in the same hour.
negations as (

    select
        'n' || md5(commitment_id || account_id || region || usage_type) || period_code as line_id,
        'SavingsPlanNegation' as line_type,
        account_id,
        product_code,
        product_name,
        region,
        usage_type,
        'SavingsPlanNegation used by AccountId' as description,
        commitment_id as savings_plan_id,
        period_start,
        period_end,
        time_interval,
        cast(-sum(unblended_cost) as decimal(18, 10)) as unblended_cost
    from aws_usage_totals
    where payment = 'savings_plan'
    group by all

),

plan_fees as (

    select
        'p' || md5(commitment_id) || period_code as line_id,
        'SavingsPlanRecurringFee' as line_type,
        getvariable('payer_id') as account_id,
        'ComputeSavingsPlans' as product_code,
        'Savings Plans for AWS Compute usage' as product_name,
        'ComputeSP:' || term_months || 'month' || payment_option as usage_type,
        payment_option || ' Compute Savings Plan' as description,
        commitment_id as savings_plan_id,
        payment_option,
        start_date as commitment_start_date,
        end_date as commitment_end_date,
        period_start,
        period_end,
        time_interval,
        cast(hours * hourly_recurring_micro_cost * 0.000001 as decimal(18, 10)) as unblended_cost,
        cast(hours * hourly_micro_cost * 0.000001 as decimal(18, 10)) as committed_to_date,
        cast(used_cost as decimal(18, 10)) as used_commitment
    from commitment_periods
    where kind = 'savings_plan'

),

reserved as (

    select
        commitment_id,
        min(period_start) as period_start,
        max(period_end) as period_end,
        sum(hours) as hours,
        sum(hours * committed_count) as committed_hours,
        sum(hours * committed_count - used_hours) as unused_hours
    from commitment_periods
    where kind = 'reservation'
    group by commitment_id

),

-- A reservation is billed once a month: its recurring fee, and what nobody used of it.
reservation_fees as (

    select
        'r' || md5(commitments.commitment_id) || strftime(getvariable('billing_month'), '%y%m')
            as line_id,
        'RIFee' as line_type,
        getvariable('payer_id') as account_id,
        commitments.product_code,
        commitments.product_code as product_name,
        commitments.region,
        commitments.usage_type,
        commitments.payment_option || ' reserved instance applied' as description,
        commitments.commitment_id as reservation_id,
        commitments.payment_option,
        commitments.start_date as commitment_start_date,
        commitments.end_date as commitment_end_date,
        reserved.period_start,
        reserved.period_end,
        cast(reserved.committed_hours as decimal(18, 6)) as quantity,
        cast(
            reserved.committed_hours * commitments.hourly_recurring_micro_cost * 0.000001
            as decimal(18, 10)
        ) as unblended_cost,
        cast(reserved.unused_hours as decimal(18, 6)) as unused_quantity,
        cast(
            reserved.unused_hours * commitments.hourly_upfront_micro_cost * 0.000001
            as decimal(18, 10)
        ) as unused_upfront,
        cast(
            reserved.unused_hours * commitments.hourly_recurring_micro_cost * 0.000001
            as decimal(18, 10)
        ) as unused_recurring
    from reserved
    inner join commitments on reserved.commitment_id = commitments.commitment_id

),

upfront_fees as (

    select
        'u' || md5(commitment_id) as line_id,
        case when kind = 'savings_plan' then 'SavingsPlanUpfrontFee' else 'Fee' end as line_type,
        getvariable('payer_id') as account_id,
        coalesce(product_code, 'ComputeSavingsPlans') as product_code,
        coalesce(product_code, 'Savings Plans for AWS Compute usage') as product_name,
        region,
        usage_type,
        payment_option || ', paid at the start' as description,
        case when kind = 'savings_plan' then commitment_id end as savings_plan_id,
        case when kind = 'reservation' then commitment_id end as reservation_id,
        payment_option,
        start_date as commitment_start_date,
        end_date as commitment_end_date,
        cast(start_date as timestamp) as period_start,
        cast(end_date as timestamp) as period_end,
        cast(
            cast(term_hours as hugeint) * committed_count * hourly_upfront_micro_cost * 0.000001
            as decimal(18, 10)
        ) as unblended_cost
    from commitments
    where
        start_date = getvariable('billing_month')
        and hourly_upfront_micro_cost > 0

),

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

),

before_tax as (

    select * from negations
    union all by name
    select * from plan_fees
    union all by name
    select * from reservation_fees
    union all by name
    select * from upfront_fees
    union all by name
    select * from private_discounts
    union all by name
    select * from one_off_lines

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
