-- pod_days with names: one row per node, day and pod, and one without pod for what nobody holds.
select
    pod_days.charge_date,
    nodes_of_month.cluster_id,
    nodes_of_month.resource_id,
    nodes_of_month.account_id,
    nodes_of_month.region,
    nodes_of_month.vcpu,
    nodes_of_month.memory_mib,
    nodes_of_month.nano_price,
    pod_days.pod_number,
    pods_of_month.pod,
    pods_of_month.pod_uid,
    pods_of_month.namespace,
    pods_of_month.workload,
    pods_of_month.service_id,
    pods_of_month.request_ppm,
    pods_of_month.usage_ppm,
    pods_of_month.is_over_requested,
    pod_days.cpu_ppm,
    pod_days.memory_ppm
from pod_days
inner join nodes_of_month on pod_days.node_number = nodes_of_month.node_number
left join pods_of_month on pod_days.pod_number = pods_of_month.pod_number
