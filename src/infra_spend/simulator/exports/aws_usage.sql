-- The usage lines of the month: each meter in each period, with what it used and what that costs.
with

used as (

    select
        meters.*,
        periods.charge_date,
        periods.day_number,
        periods.hours,
        periods.period_start,
        periods.period_end,
        periods.time_interval,
        periods.period_code,
        metered_quantity(
            meters.is_steady,
            meters.base_micro_quantity,
            meters.floor_micro_quantity,
            meters.cap_micro_quantity,
            demand.demand_ppm * periods.shape_ppm // 1000000,
            periods.hours,
            noise_ppm(meters.meter_number, periods.day_number, 15000)
        ) as micro_quantity
    from aws_meter_months as meters
    inner join aws_periods as periods
        on periods.charge_date >= meters.start_date and periods.charge_date < meters.stop_date
    inner join demand_of_month as demand
        on
            meters.workload_number = demand.workload_number
            and periods.charge_date = demand.charge_date
    -- Some usage is reported after the month has ended.
    where
        (meters.meter_number + periods.day_number * 3) % 211 <> 0
        or getvariable('known_at') >= getvariable('closed_at')

),

costs as (

    select
        *,
        cast(micro_quantity / 1e6 as decimal(18, 6)) as quantity,
        cost_of(micro_quantity, list_rate) as list_cost,
        cost_of(hours * 1000000, committed_rate) as committed_cost,
        cost_of(micro_quantity, rate) as unblended_cost,
        cost_of(micro_quantity, net_rate) as net_unblended_cost
    from used
    where micro_quantity > 0

)

select * from costs
