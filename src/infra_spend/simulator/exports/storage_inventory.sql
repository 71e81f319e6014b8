-- The inventory of each Sunday: one row per bucket and prefix.
with

buckets as (

    select
        demand.charge_date,
        demand.day_number,
        meters.meter_number,
        meters.resource_id,
        meters.service_id,
        cast(
            cast(
                metered_quantity(
                    meters.is_steady,
                    meters.base_micro_quantity,
                    meters.floor_micro_quantity,
                    meters.cap_micro_quantity,
                    demand.demand_ppm,
                    24,
                    noise_ppm(meters.meter_number, demand.day_number, 15000)
                ) as hugeint
            ) * day(last_day(demand.charge_date)) * 1073741824 // 1000000 as hugeint
        ) as bytes
    from meters
    inner join demand_of_month as demand
        on
            meters.workload_number = demand.workload_number
            and demand.charge_date >= meters.start_date
            and demand.charge_date < meters.stop_date
    where
        meters.product_code = 'AmazonS3'
        and meters.product_family = 'Storage'
        and demand.charge_date < cast(getvariable('known_at') as date)
        and isodow(demand.charge_date) = 7

),

prefixes as (

    select
        buckets.*,
        storage_prefixes.* exclude (meter_number),
        service_teams.team_id,
        cast(
            buckets.bytes * storage_prefixes.to_ppm // 1000000
            - buckets.bytes * storage_prefixes.from_ppm // 1000000 as bigint
        ) as prefix_bytes,
        least(storage_prefixes.cold_from_day, buckets.day_number) as read_on_day
    from buckets
    inner join storage_prefixes on buckets.meter_number = storage_prefixes.meter_number
    inner join service_teams
        on
            buckets.service_id = service_teams.service_id
            and buckets.charge_date >= service_teams.valid_from_date
            and buckets.charge_date < coalesce(service_teams.valid_to_date, date '9999-01-01')

)

select
    cast(charge_date as timestamp) + interval 4 hours as inventory_at,
    substr(resource_id, 14) as store,
    resource_id,
    prefix,
    table_name,
    storage_class,
    cast(prefix_bytes as decimal(18, 0)) as size_bytes,
    prefix_bytes // (object_kib * 1024) + 1 as object_count,
    case
        when day_number - read_on_day >= 7 then 0
        else prefix_bytes // (object_kib * 1024) // (2 + (meter_number + day_number) % 5) + 1
    end as request_count,
    cast(charge_date as timestamp)
    + interval 4 hours
    - to_days(cast(day_number - read_on_day as integer))
    - to_minutes((meter_number * 7919 + day_number * 104729) % 4000) as last_accessed_at,
    case when is_tagged then team_id end as owner_tag
from prefixes
