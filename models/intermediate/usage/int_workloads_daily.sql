with

pods as (select * from {{ ref('int_kubernetes_pods_daily') }}),

volumes as (select * from {{ ref('int_kubernetes_volumes_daily') }}),

workloads as (

    select
        usage_date,
        namespace,
        workload
    from pods
    union
    select
        usage_date,
        namespace,
        workload
    from volumes

),

workloads_with_key as (

    select
        usage_date,
        namespace,
        workload,
        md5(concat_ws('|', namespace, workload)) as holder_key
    from workloads

)

select * from workloads_with_key
