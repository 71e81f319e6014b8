-- What fees, discounts and taxes are worked out from: the usage of the month, added up.
with

totals as (

    select
        total_number,
        period_start,
        sum(unblended_cost) as unblended_cost,
        sum(coalesce(net_unblended_cost, unblended_cost)) as net_cost,
        sum(committed_cost) as committed_cost,
        sum(hours) as hours
    from aws_usage
    group by total_number, period_start

),

keys as (

    select distinct
        total_number,
        payment,
        commitment_id,
        account_id,
        product_code,
        product_name,
        region,
        usage_type
    from aws_meter_months

)

select
    keys.* exclude (total_number),
    periods.charge_date,
    periods.period_start,
    periods.period_end,
    periods.time_interval,
    periods.period_code,
    totals.* exclude (total_number, period_start)
from totals
inner join keys on totals.total_number = keys.total_number
inner join aws_periods as periods on totals.period_start = periods.period_start
