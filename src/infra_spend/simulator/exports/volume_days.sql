-- One row per persistent volume and day, of all clusters, with its size on the bill in whole GiB:
-- so many GB-months a day are that many times the days of the month.
select
    demand.charge_date,
    demand.day_number >= volumes.unattached_from_day as is_unattached,
    volumes.meter_number,
    volumes.usage_ppm,
    (
        metered_quantity(
            meters.is_steady,
            meters.base_micro_quantity,
            meters.floor_micro_quantity,
            meters.cap_micro_quantity,
            demand.demand_ppm,
            24,
            1000000
        ) * day(last_day(demand.charge_date)) + 999999
    ) // 1000000 * 1073741824 as bytes
from kubernetes_volumes as volumes
inner join meters on volumes.meter_number = meters.meter_number
inner join demand_of_month as demand
    on
        meters.workload_number = demand.workload_number
        and demand.charge_date >= meters.start_date
        and demand.charge_date < meters.stop_date
