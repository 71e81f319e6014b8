-- How the cost of a node was shared by its pods, as split cost allocation data tells it: a day at a
-- time, by vCPU and GiB at nine to one. These lines explain their node and add nothing to it.
with

node_days as (

    select
        resource_id,
        charge_date,
        account_id,
        account_name,
        region,
        availability_zone,
        cast(charge_date as timestamp) as period_start,
        cast(charge_date as timestamp) + interval 1 day as period_end,
        sum(coalesce(committed_cost, unblended_cost)) as split_cost,
        sum(coalesce(committed_cost, net_unblended_cost, unblended_cost)) as net_split_cost
    from aws_usage
    where host_role = 'kubernetes_node'
    group by all

),

shares as (

    select
        resource_id,
        charge_date,
        pod_number,
        pod,
        pod_uid,
        namespace,
        workload,
        cluster_id,
        vcpu,
        cpu_ppm,
        (9 * vcpu * cpu_ppm + memory_mib * memory_ppm // 1024) // (9 * vcpu + memory_mib // 1024)
            as share_ppm
    from pod_node_days

),

nodes_shared as (

    select
        *,
        sum(share_ppm) over node as whole_ppm,
        sum(share_ppm) filter (where pod_number is null) over node as unused_ppm
    from shares
    window node as (partition by resource_id, charge_date)

)

select
    's' || md5(nodes.resource_id || shares.pod_uid) || strftime(nodes.charge_date, '%y%m%d')
        as line_id,
    nodes.account_id,
    nodes.account_name,
    nodes.region,
    nodes.availability_zone,
    nodes.period_start,
    nodes.period_end,
    strftime(nodes.period_start, '%Y-%m-%dT%H:%M:%SZ')
    || '/' || strftime(nodes.period_end, '%Y-%m-%dT%H:%M:%SZ') as time_interval,
    nodes.resource_id as parent_resource_id,
    'arn:aws:eks:' || nodes.region || ':' || nodes.account_id || ':pod/' || shares.cluster_id || '/'
    || shares.namespace || '/' || shares.pod || '/' || shares.pod_uid as resource_id,
    cast(shares.vcpu * 24 * shares.cpu_ppm / 1e6 as decimal(18, 6)) as split_usage,
    cast(nodes.split_cost * shares.share_ppm / shares.whole_ppm as decimal(18, 10)) as split_cost,
    cast(nodes.net_split_cost * shares.share_ppm / shares.whole_ppm as decimal(18, 10))
        as net_split_cost,
    cast(
        nodes.split_cost * shares.share_ppm / shares.whole_ppm
        * coalesce(shares.unused_ppm, 0)
        / nullif(shares.whole_ppm - coalesce(shares.unused_ppm, 0), 0)
        as decimal(18, 10)
    ) as unused_cost,
    map {
        'aws_eks_cluster_name': shares.cluster_id,
        'aws_eks_namespace': shares.namespace,
        'aws_eks_workload_name': shares.workload
    } as resource_tags
from nodes_shared as shares
inner join node_days as nodes
    on shares.resource_id = nodes.resource_id and shares.charge_date = nodes.charge_date
where shares.pod_number is not null
