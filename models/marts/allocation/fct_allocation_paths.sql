with

paths as (select * from {{ ref('int_allocation_paths') }}),

allocation_paths as (

    select
        charge_month,
        owner_id,
        origin_owner_id,
        last_platform_owner_id,
        path_class,
        reporting_currency,
        effective_cost,
        origin_ratio
    from paths

)

select * from allocation_paths
