with

host_usage as (select * from {{ ref('stg_hosts__host_usage') }}),

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

-- A bill knows a machine by a number. Meters know its name, or that it runs pods.
names as (

    select
        resource_id,
        {{ dbt.split_part('host_name', "'.'", 1) }} as metered_name
    from host_usage
    where host_name is not null
    union all
    select
        resource_id,
        'kubernetes' as metered_name
    from pod_usage
    where resource_id is not null

),

resources_named as (

    select
        resource_id,
        min(metered_name) as metered_name
    from names
    group by resource_id

)

select * from resources_named
