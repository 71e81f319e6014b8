-- What an event added to (or took from) the cost of a day: the same meters with and without it.
with

quantities as (

    select
        event_days.event_id,
        periods.charge_date,
        meters.list_rate,
        coalesce(meters.net_rate, meters.rate) as rate,
        metered_quantity(
            meters.is_steady,
            meters.base_micro_quantity,
            meters.floor_micro_quantity,
            meters.cap_micro_quantity,
            demand.demand_ppm * periods.shape_ppm // 1000000,
            periods.hours,
            noise_ppm(meters.meter_number, periods.day_number, 15000)
        ) as micro_quantity,
        metered_quantity(
            meters.is_steady,
            meters.base_micro_quantity,
            meters.floor_micro_quantity,
            meters.cap_micro_quantity,
            demand.demand_ppm * 1000000 // event_days.factor_ppm
            * periods.shape_ppm // 1000000,
            periods.hours,
            noise_ppm(meters.meter_number, periods.day_number, 15000)
        ) as undisturbed_micro_quantity
    from event_days
    inner join aws_periods as periods on event_days.charge_date = periods.charge_date
    inner join aws_meter_months as meters
        on
            event_days.workload_number = meters.workload_number
            and periods.charge_date >= meters.start_date
            and periods.charge_date < meters.stop_date
    inner join demand_of_month as demand
        on
            event_days.workload_number = demand.workload_number
            and event_days.charge_date = demand.charge_date
    where meters.payment in ('on_demand', 'spot') and not meters.is_steady

)

select
    event_id,
    charge_date,
    cast(
        sum(cost_of(micro_quantity, list_rate) - cost_of(undisturbed_micro_quantity, list_rate))
        as decimal(38, 10)
    ) as list_cost,
    cast(
        sum(cost_of(micro_quantity, rate) - cost_of(undisturbed_micro_quantity, rate))
        as decimal(38, 10)
    ) as effective_cost
from quantities
group by event_id, charge_date
