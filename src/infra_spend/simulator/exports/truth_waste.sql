-- One row per thing that wastes money in the month, with what it wastes at list price. A thing may
-- be listed for two reasons (an idle host of an old generation): those do not add up.
with

host_months as (

    select
        hosts.resource_id,
        hosts.service_id,
        hosts.waste_kind,
        hosts.successor_saving_ppm,
        sum(cast(host_days.micro_hours as hugeint) * hosts.nano_price // 1000000) as nano_cost
    from host_days
    inner join hosts_of_month as hosts on host_days.meter_number = hosts.meter_number
    where hosts.waste_kind is not null or hosts.successor_saving_ppm > 0
    group by hosts.resource_id, hosts.service_id, hosts.waste_kind, hosts.successor_saving_ppm

),

-- Nobody uses an idle host; half of an underused one would do.
wasted_hosts as (

    select
        waste_kind as kind,
        resource_id as subject,
        service_id,
        case when waste_kind = 'idle_host' then nano_cost else nano_cost // 2 end as nano_cost
    from host_months
    where waste_kind is not null

),

old_generations as (

    select
        'old_generation' as kind,
        resource_id as subject,
        service_id,
        nano_cost * successor_saving_ppm // 1000000 as nano_cost
    from host_months
    where successor_saving_ppm > 0

),

-- Four fifths of what such pods request are not used; a node costs as much as its cores and its
-- memory do, at the weights 31611 a core and 4237 a GiB.
over_requests as (

    select
        'over_requested' as kind,
        cluster_id || '/' || namespace || '/' || workload as subject,
        service_id,
        sum(
            cast(24 * nano_price as hugeint)
            * (
                vcpu * 31611 * (cpu_ppm * (request_ppm - usage_ppm) // 1000000)
                + memory_mib * 4237 // 1024 * (memory_ppm * (request_ppm - usage_ppm) // 1000000)
            )
            // (vcpu * 31611 + memory_mib * 4237 // 1024) // 1000000
        ) as nano_cost
    from pod_node_days
    where is_over_requested
    group by cluster_id, namespace, workload, service_id

),

disks as (

    select
        meters.meter_number,
        meters.resource_id,
        meters.service_id,
        demand.day_number,
        cast(round(meters.list_price * 1000000000) as bigint) as nano_price,
        metered_quantity(
            meters.is_steady,
            meters.base_micro_quantity,
            meters.floor_micro_quantity,
            meters.cap_micro_quantity,
            demand.demand_ppm,
            24,
            noise_ppm(meters.meter_number, demand.day_number, 15000)
        ) as micro_quantity
    from meters
    inner join demand_of_month as demand
        on
            meters.workload_number = demand.workload_number
            and demand.charge_date >= meters.start_date
            and demand.charge_date < meters.stop_date
    where
        meters.product_family = 'Storage'
        and meters.product_code in ('AmazonEC2', 'AmazonS3')

),

unattached_volumes as (

    select
        'unattached_volume' as kind,
        disks.resource_id as subject,
        disks.service_id,
        sum(cast(disks.micro_quantity as hugeint) * disks.nano_price // 1000000) as nano_cost
    from disks
    inner join kubernetes_volumes on disks.meter_number = kubernetes_volumes.meter_number
    where disks.day_number >= kubernetes_volumes.unattached_from_day
    group by disks.resource_id, disks.service_id

),

-- What has not been read for 90 days would cost 0.004 in Glacier Instant Retrieval.
cold_tables as (

    select
        'cold_table' as kind,
        disks.resource_id || '/' || storage_prefixes.prefix as subject,
        disks.service_id,
        sum(
            cast(disks.micro_quantity as hugeint)
            * (storage_prefixes.to_ppm - storage_prefixes.from_ppm) // 1000000
            * (disks.nano_price - 4000000) // 1000000
        ) as nano_cost
    from disks
    inner join storage_prefixes on disks.meter_number = storage_prefixes.meter_number
    where
        disks.day_number >= storage_prefixes.cold_from_day + 90
        and disks.nano_price > 5000000
    group by disks.resource_id, storage_prefixes.prefix, disks.service_id

),

waste as (

    select * from wasted_hosts
    union all
    select * from old_generations
    union all
    select * from over_requests
    union all
    select * from unattached_volumes
    union all
    select * from cold_tables

)

select
    getvariable('billing_month') as billing_month,
    kind,
    subject,
    service_id,
    cast(nano_cost as decimal(28, 0)) * 0.000000001 as wasted_list_cost
from waste
