with

resources as (select * from {{ ref('int_resources_utilised') }}),

peaks as (select * from {{ ref('int_usage_peaks_daily') }}),

-- What nobody measured has no rate: its cost is in no part of it.
parts as (

    select
        usage_date,
        owner_id,
        resource_kind,
        effective_cost,
        case when capacity_quantity is not null then effective_cost else 0 end
            as metered_effective_cost,
        coalesce(capacity_quantity, 0) as capacity_quantity,
        0 as p95_used_quantity
    from resources
    union all
    select
        usage_date,
        owner_id,
        resource_kind,
        0 as effective_cost,
        0 as metered_effective_cost,
        0 as capacity_quantity,
        p95_used_quantity
    from peaks

),

usage_daily as (

    select
        usage_date,
        owner_id,
        resource_kind,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(metered_effective_cost) as {{ type_money() }}) as metered_effective_cost,
        cast(sum(capacity_quantity) as {{ type_quantity() }}) as capacity_quantity,
        cast(sum(p95_used_quantity) as {{ type_quantity() }}) as p95_used_quantity
    from parts
    group by usage_date, owner_id, resource_kind

)

select * from usage_daily
