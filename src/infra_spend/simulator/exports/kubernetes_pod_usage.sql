-- The pods of one cluster in each interval: a day, or an hour where the AWS report is hourly.
with

intervals as (

    select
        hour,
        seconds,
        -- What is used follows the day; what is requested does not. The mean is one million.
        case when seconds = 86400 then 1000000
            else [
                820000, 740000, 690000, 660000, 650000, 680000, 760000, 860000,
                930000, 970000, 1000000, 1030000, 1070000, 1080000, 1090000, 1110000,
                1140000, 1180000, 1240000, 1300000, 1320000, 1290000, 1200000, 1190000
            ][hour + 1]
        end as shape_ppm
    from (select case when getvariable('is_hourly') then 3600 else 86400 end as seconds) as lengths
    inner join range(24) as hours_of_day(hour) on lengths.seconds * hours_of_day.hour < 86400

),

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
        intervals.seconds,
        cast(pod_days.charge_date as timestamp) + to_hours(intervals.hour) as interval_start,
        -- Bursting pods use the same all day long.
        case
            when pods_of_month.is_bursting then pods_of_month.usage_ppm
            else pods_of_month.usage_ppm * intervals.shape_ppm // 1000000
        end as interval_usage_ppm,
        nodes_of_month.vcpu * intervals.seconds * pod_days.cpu_ppm // 1000000 as core_seconds,
        nodes_of_month.memory_mib * pod_days.memory_ppm // 1000000 * 1048576 // 1000000
        * intervals.seconds as memory_megabyte_seconds
    from pod_days
    inner join nodes_of_month on pod_days.node_number = nodes_of_month.node_number
    inner join pods_of_month on pod_days.pod_number = pods_of_month.pod_number
    cross join intervals
    where
        nodes_of_month.cluster_id = getvariable('source')
        and pod_days.charge_date < cast(getvariable('known_at') as date)

)

select
    cast(getvariable('billing_month') as timestamp) as report_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as report_period_end,
    interval_start,
    interval_start + to_seconds(seconds - 1) as interval_end,
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
