with

hosts as (select * from {{ ref('int_hosts_utilised') }}),

kubernetes as (select * from {{ ref('int_kubernetes_utilised') }}),

volumes as (select * from {{ ref('int_volumes_utilised') }}),

stores as (select * from {{ ref('int_stores_utilised') }}),

resources as (

    {% for relation in ['hosts', 'kubernetes'] %}
    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        resource_kind,
        quantity_unit,
        reporting_currency,
        effective_cost,
        capacity_quantity,
        requested_quantity,
        used_quantity
    from {{ relation }}
    union all
    {% endfor %}
    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        'storage' as resource_kind,
        'gib_hour' as quantity_unit,
        reporting_currency,
        effective_cost,
        capacity_quantity,
        requested_quantity,
        used_quantity
    from volumes
    union all
    -- A store has no capacity of its own: it holds what is put into it, and nothing of it is idle.
    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        'storage' as resource_kind,
        'gib_hour' as quantity_unit,
        reporting_currency,
        effective_cost,
        stored_quantity as capacity_quantity,
        stored_quantity as requested_quantity,
        stored_quantity as used_quantity
    from stores

),

resources_with_ratio as (

    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        resource_kind,
        quantity_unit,
        reporting_currency,
        effective_cost,
        capacity_quantity,
        requested_quantity,
        used_quantity,
        {{ bounded_ratio('used_quantity', 'capacity_quantity') }} as utilization_ratio
    from resources

),

-- Waste is what was paid for and not used, resource by resource, so that it adds up.
resources_utilised as (

    select
        *,
        {{ money('effective_cost * (1 - utilization_ratio)') }} as wasted_cost
    from resources_with_ratio

)

select * from resources_utilised
