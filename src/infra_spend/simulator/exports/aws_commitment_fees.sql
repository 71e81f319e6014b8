-- What Savings Plans and reservations are charged, and what covered usage takes back.
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
        cast(hours * hourly_upfront_micro_cost * 0.000001 as decimal(18, 10)) as amortised_upfront,
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

)

select * from negations
union all by name
select * from plan_fees
union all by name
select * from reservation_fees
union all by name
select * from upfront_fees
