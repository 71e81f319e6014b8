with

pod_usage as (select * from {{ ref('stg_kubernetes__pod_usage') }}),

volume_usage as (select * from {{ ref('stg_kubernetes__volume_usage') }}),

-- The billed resources that clusters run on, in the months in which they did.
hosts as (

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

)

select * from hosts
