-- One row per node, day and workload: the part of the node's processors and memory that it really
-- holds. Idle has no service; what runs on every node has none either.
select
    charge_date,
    cluster_id,
    resource_id,
    coalesce(workload, 'idle') as workload,
    service_id,
    pod is null as is_idle,
    cast(sum(cpu_ppm) as decimal(18, 0)) * 0.000001 as cpu_ratio,
    cast(sum(memory_ppm) as decimal(18, 0)) * 0.000001 as memory_ratio
from pod_node_days
group by charge_date, cluster_id, resource_id, coalesce(workload, 'idle'), service_id, pod is null
