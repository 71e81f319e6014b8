with

platform_paths as (select * from {{ ref('int_platform_paths_monthly') }}),

costs as (select * from {{ ref('int_costs_allocated') }}),

-- Cost that went through no platform has no origin but its owner.
paths as (

    select
        charge_month,
        origin_owner_id,
        last_platform_owner_id,
        owner_id,
        'platform' as path_class,
        reporting_currency,
        effective_cost
    from platform_paths
    union all
    select
        {{ month_of('charge_date') }} as charge_month,
        owner_id as origin_owner_id,
        cast(null as {{ dbt.type_string() }}) as last_platform_owner_id,
        owner_id,
        path_class,
        reporting_currency,
        sum(cast(effective_cost as double)) as effective_cost
    from costs
    where path_class <> 'platform'
    group by {{ month_of('charge_date') }}, owner_id, path_class, reporting_currency

),

paths_with_ratio as (

    select
        charge_month,
        origin_owner_id,
        last_platform_owner_id,
        owner_id,
        path_class,
        reporting_currency,
        {{ money('effective_cost') }} as effective_cost,
        {{ bounded_ratio('effective_cost', 'sum(effective_cost) over origin_month') }}
            as origin_ratio
    from paths
    window origin_month as (partition by charge_month, origin_owner_id, reporting_currency)

)

select * from paths_with_ratio
