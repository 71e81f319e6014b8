-- The meters of hosts, one row per host and day.
with

-- The queries of an engine are spread over its hosts; the engine itself needs a little more.
used as (

    select
        hosts.*,
        host_days.charge_date,
        host_days.noise_ppm,
        host_days.micro_hours * 3600 * hosts.vcpu as cpu_micro_seconds,
        host_days.micro_hours * 3600 * hosts.gpu as gpu_micro_seconds,
        host_days.micro_hours * 3600 // 1000000 * hosts.memory_mib * 1048576 as memory_byte_seconds,
        coalesce(
            engine_days.fill_ppm + host_days.noise_ppm - 950000,
            host_days.cpu_ppm * host_days.noise_ppm // 1000000
        ) as cpu_used_ppm
    from host_days
    inner join hosts_of_month as hosts on host_days.meter_number = hosts.meter_number
    left join engine_days
        on
            hosts.service_id = engine_days.engine
            and host_days.charge_date = engine_days.charge_date
    where host_days.charge_date < cast(getvariable('known_at') as date)

)

select
    cast(charge_date as timestamp) as interval_start,
    cast(charge_date as timestamp) + interval 1 day as interval_end,
    resource_id as host_id,
    host_name,
    cluster_id,
    host_role,
    instance_type,
    cast(cpu_micro_seconds as decimal(18, 0)) * 0.000001 as cpu_capacity_core_seconds,
    cast(cpu_micro_seconds // 1000000 * cpu_used_ppm as decimal(18, 0)) * 0.000001
        as cpu_used_core_seconds,
    cast(memory_byte_seconds as decimal(18, 0)) as memory_capacity_byte_seconds,
    cast(memory_byte_seconds // 1000000 * (memory_ppm * noise_ppm // 1000000) as decimal(18, 0))
        as memory_used_byte_seconds,
    case when gpu > 0 then cast(gpu_micro_seconds as decimal(18, 0)) * 0.000001 end
        as gpu_capacity_seconds,
    case
        when gpu > 0
            then cast(
                gpu_micro_seconds // 1000000 * (gpu_ppm * noise_ppm // 1000000) as decimal(18, 0)
            ) * 0.000001
    end as gpu_used_seconds,
    cast(cpu_micro_seconds // 1000000000 * cpu_used_ppm * 9 as decimal(18, 0)) as network_in_bytes,
    cast(cpu_micro_seconds // 1000000000 * cpu_used_ppm * 14 as decimal(18, 0)) as network_out_bytes
from used
