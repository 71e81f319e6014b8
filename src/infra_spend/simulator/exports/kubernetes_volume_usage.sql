-- The persistent volumes of one cluster, day by day. One that lost its claim has neither namespace
-- nor pod, and is billed on.
with

volumes as (

    select
        volumes.meter_number,
        volumes.cluster_id,
        volumes.namespace,
        volumes.service_id,
        meters.resource_id,
        pods_of_month.pod,
        'data-' || volumes.service_id || '-' || volumes.meter_number as claim,
        'pvc-' || substr(md5(meters.resource_id), 1, 12) as volume,
        case when meters.usage_type like '%gp2' then 'gp2' else 'gp3' end as storageclass,
        map {'label_topology_kubernetes_io_region': meters.region} as volume_labels,
        map {'label_app_kubernetes_io_name': volumes.service_id} as claim_labels
    from kubernetes_volumes as volumes
    inner join meters on volumes.meter_number = meters.meter_number
    inner join pods_of_month on volumes.pod_number = pods_of_month.pod_number
    where volumes.cluster_id = getvariable('source')

)

select
    cast(getvariable('billing_month') as timestamp) as report_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as report_period_end,
    cast(volume_days.charge_date as timestamp) as interval_start,
    cast(volume_days.charge_date as timestamp) + interval 86399 seconds as interval_end,
    volumes.cluster_id,
    case when not volume_days.is_unattached then volumes.namespace end as namespace,
    case when not volume_days.is_unattached then volumes.pod end as pod,
    case when not volume_days.is_unattached then volumes.claim end as persistentvolumeclaim,
    volumes.volume as persistentvolume,
    volumes.storageclass,
    'ebs.csi.aws.com' as csi_driver,
    volumes.resource_id as csi_volume_handle,
    cast(volume_days.bytes as decimal(18, 0)) as persistentvolumeclaim_capacity_bytes,
    cast(volume_days.bytes as decimal(38, 0)) * 86400
        as persistentvolumeclaim_capacity_byte_seconds,
    cast(volume_days.bytes as decimal(38, 0)) * 86400 as volume_request_storage_byte_seconds,
    cast(
        case
            when volume_days.is_unattached then 0
            else volume_days.bytes // 1000000 * volume_days.usage_ppm
        end as decimal(38, 0)
    ) * 86400 as persistentvolumeclaim_usage_byte_seconds,
    volumes.volume_labels as persistentvolume_labels,
    case when not volume_days.is_unattached then volumes.claim_labels end
        as persistentvolumeclaim_labels
from volume_days
inner join volumes on volume_days.meter_number = volumes.meter_number
where volume_days.charge_date < cast(getvariable('known_at') as date)
