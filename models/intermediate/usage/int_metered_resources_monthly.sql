with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

volume_usage as (select * from {{ ref('stg_kubernetes__volume_usage') }}),

host_usage as (select * from {{ ref('stg_hosts__host_usage') }}),

inventories as (select * from {{ ref('stg_storage__inventories') }}),

-- What clusters run on, what stores hold and other machines, in the months in which a meter names
-- them. The first kind counts: a machine that runs pods is a node, whoever else meters it.
named_resources as (

    select
        billing_month,
        resource_id,
        1 as kind_rank,
        'node' as metered_as
    from pod_usage
    union all
    select
        billing_month,
        resource_id,
        2 as kind_rank,
        'volume' as metered_as
    from volume_usage
    union all
    select
        billing_month,
        resource_id,
        3 as kind_rank,
        'store' as metered_as
    from inventories
    union all
    select
        billing_month,
        resource_id,
        4 as kind_rank,
        'machine' as metered_as
    from host_usage

),

metered_resources as (

    select
        billing_month,
        resource_id,
        min_by(metered_as, kind_rank) as metered_as
    from named_resources
    where resource_id is not null
    group by billing_month, resource_id

)

select * from metered_resources
