-- One row per machine of services, query engines and models that exists in the month.
select
    meters.meter_number,
    meters.service_id,
    meters.workload_number,
    meters.resource_id,
    meters.instance_type,
    meters.host_role,
    meters.is_steady,
    meters.base_micro_quantity,
    meters.floor_micro_quantity,
    meters.cap_micro_quantity,
    meters.start_date,
    meters.stop_date,
    instance_sizes.vcpu,
    instance_sizes.memory_mib,
    instance_sizes.gpu,
    instance_sizes.successor_saving_ppm,
    cast(round(meters.list_price * 1000000000) as bigint) as nano_price,
    host_profiles.cpu_ppm,
    host_profiles.memory_ppm,
    host_profiles.gpu_ppm,
    host_profiles.waste_kind,
    meters.service_id || '-' || substr(meters.resource_id, 3, 8) || '.' || meters.region
    || '.internal' as host_name,
    case when meters.host_role = 'query_engine' then meters.service_id || '-main' end as cluster_id
from meters
inner join instance_sizes on meters.instance_type = instance_sizes.instance_type
inner join host_profiles on meters.meter_number = host_profiles.meter_number
where
    meters.host_role in ('service_host', 'query_engine', 'gpu_host')
    and meters.start_date < getvariable('billing_month') + interval 1 month
    and meters.stop_date > getvariable('billing_month')
