-- One row per node, day and pod, with the parts of the node that the pod holds, in millionths; and
-- one row per node and day without pod for what nobody holds: they add up to 1,000,000.
with

node_days as (

    select
        days.charge_date,
        days.day_number,
        nodes.cluster_id,
        nodes.node_number,
        row_number() over (
            partition by nodes.cluster_id, days.charge_date order by nodes.node_number
        ) - 1 as position
    from days
    inner join nodes_of_month as nodes
        on days.charge_date >= nodes.start_date and days.charge_date < nodes.stop_date
    where days.billing_month = getvariable('billing_month')

),

cluster_days as (

    select
        charge_date,
        day_number,
        cluster_id,
        count(*) as node_count
    from node_days
    group by charge_date, day_number, cluster_id

),

wanted as (

    select
        cluster_days.charge_date,
        cluster_days.cluster_id,
        pods.slot_number % cluster_days.node_count as position,
        pods.pod_number,
        pods.cpu_ppm * demand.demand_ppm // 1000000
        * noise_ppm(pods.pod_number, cluster_days.day_number, 30000) // 1000000
            as cpu_ppm,
        pods.memory_ppm * demand.demand_ppm // 1000000
        * (980000 + (pods.pod_number * 6947 + cluster_days.day_number * 99991) % 40001) // 1000000
            as memory_ppm
    from kubernetes_pods as pods
    inner join demand_of_month as demand
        on
            pods.workload_number = demand.workload_number
            and demand.charge_date >= pods.start_date
            and demand.charge_date < coalesce(pods.stop_date, date '9999-01-01')
    inner join cluster_days
        on
            pods.cluster_id = cluster_days.cluster_id
            and demand.charge_date = cluster_days.charge_date

),

on_nodes as (

    select
        node_days.node_number,
        wanted.charge_date,
        wanted.pod_number,
        wanted.cpu_ppm,
        wanted.memory_ppm,
        cast(sum(wanted.cpu_ppm) over node_day as bigint) as cpu_wanted_ppm,
        cast(sum(wanted.memory_ppm) over node_day as bigint) as memory_wanted_ppm
    from wanted
    inner join node_days
        on
            wanted.cluster_id = node_days.cluster_id
            and wanted.charge_date = node_days.charge_date
            and wanted.position = node_days.position
    window node_day as (partition by node_days.node_number, wanted.charge_date)

),

-- A node gives away four fifths of itself to pods of services, and no more.
held as (

    select
        node_number,
        charge_date,
        pod_number,
        least(cpu_ppm, cpu_ppm * 800000 // cpu_wanted_ppm) as cpu_ppm,
        least(memory_ppm, memory_ppm * 800000 // memory_wanted_ppm) as memory_ppm
    from on_nodes
    union all
    select
        node_days.node_number,
        node_days.charge_date,
        pods_of_month.pod_number,
        pods_of_month.cpu_ppm,
        pods_of_month.memory_ppm
    from node_days
    inner join pods_of_month on node_days.node_number = pods_of_month.node_number

)

select * from held
union all
select
    node_number,
    charge_date,
    null as pod_number,
    1000000 - cast(sum(cpu_ppm) as bigint) as cpu_ppm,
    1000000 - cast(sum(memory_ppm) as bigint) as memory_ppm
from held
group by node_number, charge_date
