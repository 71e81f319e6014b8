-- One row per host and day on which it ran: the hours that are billed, as the AWS report counts
-- them (hour by hour where it is hourly), and what is used of its processors.
with

hours as (

    select
        hosts.meter_number,
        periods.charge_date,
        any_value(periods.day_number) as day_number,
        any_value(demand.demand_ppm) as demand_ppm,
        cast(
            sum(
                metered_quantity(
                    hosts.is_steady,
                    hosts.base_micro_quantity,
                    hosts.floor_micro_quantity,
                    hosts.cap_micro_quantity,
                    demand.demand_ppm * periods.shape_ppm // 1000000,
                    periods.hours,
                    1000000
                )
            ) as bigint
        ) as micro_hours
    from hosts_of_month as hosts
    inner join demand_of_month as demand
        on
            hosts.workload_number = demand.workload_number
            and demand.charge_date >= hosts.start_date
            and demand.charge_date < hosts.stop_date
    inner join aws_periods as periods on demand.charge_date = periods.charge_date
    group by hosts.meter_number, periods.charge_date

)

-- An autoscaled pool keeps its hosts as busy as it was told to; other hosts follow demand.
select
    hours.meter_number,
    hours.charge_date,
    hours.micro_hours,
    noise_ppm(hours.meter_number, hours.day_number, 20000) as noise_ppm,
    case
        when hosts.waste_kind = 'idle_host' or not hosts.is_steady then hosts.cpu_ppm
        else least(
            hosts.cpu_ppm * hours.demand_ppm // 1000000,
            case when hosts.waste_kind = 'underused_host' then 150000 else 900000 end
        )
    end as cpu_ppm
from hours
inner join hosts_of_month as hosts on hours.meter_number = hosts.meter_number
where hours.micro_hours > 0
