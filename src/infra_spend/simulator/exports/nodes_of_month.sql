-- One row per node that exists in the month.
select
    meters.meter_number as node_number,
    meters.cluster_id,
    meters.resource_id,
    meters.account_id,
    meters.region,
    meters.start_date,
    meters.stop_date,
    instance_sizes.vcpu,
    instance_sizes.memory_mib,
    cast(round(meters.list_price * 1000000000) as bigint) as nano_price,
    'ip-10-' || meters.meter_number // 62500 || '-' || meters.meter_number // 250 % 250 || '-'
    || meters.meter_number % 250 || '.' || meters.region || '.compute.internal' as node,
    map {
        'label_node_kubernetes_io_instance_type': meters.instance_type,
        'label_topology_kubernetes_io_region': meters.region,
        'label_kubernetes_io_arch':
            case when meters.instance_type like '%g.%' then 'arm64' else 'amd64' end
    } as node_labels
from meters
inner join instance_sizes on meters.instance_type = instance_sizes.instance_type
where
    meters.host_role = 'kubernetes_node'
    and meters.start_date < getvariable('billing_month') + interval 1 month
    and meters.stop_date > getvariable('billing_month')
