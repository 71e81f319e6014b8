with

resources as (select * from {{ ref('int_resources_utilised') }}),

peaks as (select * from {{ ref('int_usage_peaks_daily') }}),

resources_daily as (

    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        resource_kind,
        reporting_currency,
        quantity_unit,
        sum(effective_cost) as effective_cost,
        sum(coalesce(wasted_cost, 0)) as wasted_cost,
        sum(case when wasted_cost is null then effective_cost else 0 end) as unmetered_cost,
        sum(capacity_quantity) as capacity_quantity,
        sum(requested_quantity) as requested_quantity,
        sum(used_quantity) as used_quantity,
        max(case when wasted_cost is null and effective_cost <> 0 then 1 else 0 end)
            as unmetered_number,
        max(case when capacity_quantity > 0 and effective_cost = 0 then 1 else 0 end)
            as unbilled_number
    from resources
    group by
        usage_date, owner_id, provider_name, service_name, resource_kind, reporting_currency,
        quantity_unit

),

-- Ratios are of sums. What nobody holds has no hours in which it was used.
utilization_daily as (

    select
        resources_daily.usage_date as charge_date,
        resources_daily.owner_id,
        {{ service_key('resources_daily') }} as service_key,
        resources_daily.provider_name,
        resources_daily.service_name,
        resources_daily.resource_kind,
        resources_daily.reporting_currency,
        cast(resources_daily.effective_cost as {{ type_money() }}) as effective_cost,
        cast(resources_daily.wasted_cost as {{ type_money() }}) as wasted_cost,
        cast(resources_daily.unmetered_cost as {{ type_money() }}) as unmetered_cost,
        resources_daily.quantity_unit,
        {% for name in ['capacity_quantity', 'requested_quantity', 'used_quantity'] %}
        cast(resources_daily.{{ name }} as {{ type_quantity() }}) as {{ name }},
        {% endfor %}
        coalesce(
            peaks.p95_used_quantity,
            case when resources_daily.capacity_quantity is not null then 0 end
        ) as p95_used_quantity,
        {{ bounded_ratio('resources_daily.used_quantity', 'resources_daily.capacity_quantity') }}
            as utilization_ratio,
        resources_daily.unmetered_number = 1 as has_unmetered_resources,
        resources_daily.unbilled_number = 1 as has_unbilled_resources
    from resources_daily
    left join peaks
        on
            resources_daily.usage_date = peaks.usage_date
            and resources_daily.owner_id = peaks.owner_id
            and resources_daily.provider_name = peaks.provider_name
            and resources_daily.service_name = peaks.service_name
            and resources_daily.resource_kind = peaks.resource_kind

),

published_utilization as (

    {{ with_closed_months('utilization_daily') }}

)

select * from published_utilization
