with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

volume_usage as (select * from {{ ref('stg_kubernetes__volume_usage') }}),

host_usage as (select * from {{ ref('stg_hosts__host_usage') }}),

inventories as (select * from {{ ref('stg_storage__inventories') }}),

-- What clusters run on and stores hold, in the months in which a meter names it. A machine outside
-- of clusters is nobody's to share.
metered_resources as (

    select
        billing_month,
        resource_id
    from pod_usage
    where resource_id is not null
    union
    select
        billing_month,
        resource_id
    from volume_usage
    where resource_id is not null
    union
    select
        billing_month,
        resource_id
    from host_usage
    where cluster_id is not null
    union
    select
        billing_month,
        resource_id
    from inventories

)

select * from metered_resources
