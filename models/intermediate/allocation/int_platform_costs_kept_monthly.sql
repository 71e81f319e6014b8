with

shared_costs as (select * from {{ ref('int_costs_shared') }}),

allocated_costs as (select * from {{ ref('int_costs_allocated') }}),

platform_usage as (select * from {{ ref('int_platform_usage_daily') }}),

owners as (select * from {{ ref('int_owners_listed') }}),

platforms as (

    select owner_id as platform_owner_id
    from owners
    where owner_type = 'platform'
    union
    select platform as platform_owner_id
    from platform_usage

),

-- What a platform has when all is allocated, it could not pass on: nobody was metered that day.
costs as (

    select
        charge_date,
        owner_id as platform_owner_id,
        reporting_currency,
        effective_cost as idle_effective_cost,
        cast(0 as {{ type_money() }}) as unmetered_effective_cost
    from shared_costs
    where path_class = 'idle'
    union all
    select
        charge_date,
        owner_id as platform_owner_id,
        reporting_currency,
        cast(0 as {{ type_money() }}) as idle_effective_cost,
        effective_cost as unmetered_effective_cost
    from allocated_costs

),

costs_kept as (

    select
        {{ month_of('costs.charge_date') }} as charge_month,
        costs.platform_owner_id,
        costs.reporting_currency,
        cast(sum(costs.idle_effective_cost) as {{ type_money() }}) as idle_effective_cost,
        cast(sum(costs.unmetered_effective_cost) as {{ type_money() }})
            as unmetered_effective_cost
    from costs
    inner join platforms
        on costs.platform_owner_id = platforms.platform_owner_id
    group by all

)

select * from costs_kept
