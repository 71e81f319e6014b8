with

usage_daily as (select * from {{ ref('int_quota_usage_daily') }}),

ancestors as (select * from {{ ref('int_owner_ancestors') }}),

quotas as (select * from {{ ref('stg_budgets__quotas') }}),

quota_owners as (

    select owner_id
    from quotas
    group by owner_id

),

usage_rolled_up as (

    select
        usage_daily.usage_date,
        quota_owners.owner_id,
        usage_daily.resource_kind,
        sum(usage_daily.effective_cost) as effective_cost,
        sum(usage_daily.metered_effective_cost) as metered_effective_cost,
        sum(usage_daily.capacity_quantity) as capacity_quantity,
        sum(usage_daily.p95_used_quantity) as p95_used_quantity
    from usage_daily
    inner join ancestors
        on
            usage_daily.owner_id = ancestors.owner_id
            and usage_daily.usage_date >= ancestors.valid_from_date
            and usage_daily.usage_date < coalesce(ancestors.valid_to_date, {{ far_future() }})
    inner join quota_owners
        on ancestors.ancestor_owner_id = quota_owners.owner_id
    group by usage_daily.usage_date, quota_owners.owner_id, usage_daily.resource_kind

),

-- A quota has to be enough on the busiest day.
usage_monthly as (

    select
        {{ month_of('usage_date') }} as usage_month,
        owner_id,
        resource_kind,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(metered_effective_cost) as {{ type_money() }}) as metered_effective_cost,
        cast(sum(capacity_quantity) as {{ type_quantity() }}) as capacity_quantity,
        cast(max(p95_used_quantity) as {{ type_quantity() }}) as p95_used_quantity
    from usage_rolled_up
    group by {{ month_of('usage_date') }}, owner_id, resource_kind

)

select * from usage_monthly
