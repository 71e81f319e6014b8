-- The pods of one cluster in each interval: a day, or an hour where the AWS report is hourly.
with

pod_intervals as (

    select
        nodes_of_month.cluster_id,
        nodes_of_month.node,
        nodes_of_month.resource_id,
        nodes_of_month.vcpu,
        nodes_of_month.memory_mib,
        pods_of_month.namespace,
        pods_of_month.pod,
        pods_of_month.pod_labels,
        pods_of_month.request_ppm,
        pods_of_month.usage_ppm,
        periods.period_start,
        periods.period_end,
        periods.hours * 3600 as seconds,
        -- Bursting pods use the same all day long; what is requested never follows the day.
        case
            when pods_of_month.is_bursting then pods_of_month.usage_ppm
            else pods_of_month.usage_ppm * periods.shape_ppm // 1000000
        end as interval_usage_ppm,
        nodes_of_month.vcpu * periods.hours * 3600 * pod_days.cpu_ppm // 1000000 as core_seconds,
        nodes_of_month.memory_mib * pod_days.memory_ppm // 1000000 * 1048576 // 1000000
        * periods.hours * 3600 as memory_megabyte_seconds
    from pod_days
    inner join aws_periods as periods on pod_days.charge_date = periods.charge_date
    inner join nodes_of_month on pod_days.node_number = nodes_of_month.node_number
    inner join pods_of_month on pod_days.pod_number = pods_of_month.pod_number
    where nodes_of_month.cluster_id = getvariable('source')

)

select
    cast(getvariable('billing_month') as timestamp) as report_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as report_period_end,
    period_start as interval_start,
    period_end - interval 1 second as interval_end,
    cluster_id,
    namespace,
    pod,
    node,
    resource_id,
    cast(core_seconds * interval_usage_ppm as decimal(18, 0)) * 0.000001
        as pod_usage_cpu_core_seconds,
    cast(core_seconds * request_ppm as decimal(18, 0)) * 0.000001 as pod_request_cpu_core_seconds,
    cast(core_seconds * 2 as decimal(18, 6)) as pod_limit_cpu_core_seconds,
    cast(memory_megabyte_seconds * usage_ppm as decimal(18, 0)) as pod_usage_memory_byte_seconds,
    cast(memory_megabyte_seconds * request_ppm as decimal(18, 0))
        as pod_request_memory_byte_seconds,
    cast(memory_megabyte_seconds * 1000000 as decimal(18, 0)) as pod_limit_memory_byte_seconds,
    cast(vcpu as decimal(18, 6)) as node_capacity_cpu_cores,
    cast(vcpu * seconds as decimal(18, 6)) as node_capacity_cpu_core_seconds,
    cast(memory_mib * 1048576 as decimal(18, 0)) as node_capacity_memory_bytes,
    cast(memory_mib * 1048576 * seconds as decimal(18, 0)) as node_capacity_memory_byte_seconds,
    pod_labels
from pod_intervals
