with

quotas as (select * from {{ ref('stg_budgets__quotas') }}),

usage_monthly as (select * from {{ ref('int_quota_usage_monthly') }}),

-- A kind costs in a month what all together paid for it where an owner has none.
rates as (

    select
        usage_month,
        resource_kind,
        sum(metered_effective_cost) as metered_effective_cost,
        sum(capacity_quantity) as capacity_quantity
    from usage_monthly
    group by usage_month, resource_kind

),

quotas_with_rate as (

    select
        quotas.quota_month,
        quotas.owner_id,
        quotas.resource_kind,
        quotas.quantity_unit,
        quotas.quota_quantity,
        coalesce(usage_monthly.p95_used_quantity, 0) as p95_used_quantity,
        coalesce(usage_monthly.effective_cost, 0) as effective_cost,
        coalesce(
            cast(usage_monthly.metered_effective_cost as double)
            / nullif(cast(usage_monthly.capacity_quantity as double), 0),
            cast(rates.metered_effective_cost as double)
            / nullif(cast(rates.capacity_quantity as double), 0)
        ) as effective_cost_per_unit_hour,
        24 * {{ days_between(
            'quotas.quota_month',
            'cast(' ~ dbt.dateadd('month', 1, 'quotas.quota_month') ~ ' as date)',
        ) }} as hour_count
    from quotas
    left join usage_monthly
        on
            quotas.owner_id = usage_monthly.owner_id
            and quotas.resource_kind = usage_monthly.resource_kind
            and quotas.quota_month = usage_monthly.usage_month
    left join rates
        on
            quotas.resource_kind = rates.resource_kind
            and quotas.quota_month = rates.usage_month

),

quotas_priced as (

    select
        quota_month,
        owner_id,
        resource_kind,
        '{{ var("reporting_currency") }}' as reporting_currency,
        cast(effective_cost as {{ type_money() }}) as effective_cost,
        {{ money('effective_cost_per_unit_hour') }} as effective_cost_per_unit_hour,
        {{ money('cast(p95_used_quantity as double) * hour_count * effective_cost_per_unit_hour') }}
            as used_effective_cost,
        {{ money('cast(quota_quantity as double) * hour_count * effective_cost_per_unit_hour') }}
            as quota_effective_cost,
        quantity_unit,
        quota_quantity,
        p95_used_quantity,
        {{ bounded_ratio('p95_used_quantity', 'quota_quantity') }} as used_quota_ratio
    from quotas_with_rate

)

select * from quotas_priced
