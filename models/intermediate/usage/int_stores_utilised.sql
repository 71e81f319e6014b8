with

costs as (select * from {{ ref('int_storage_costs_split') }}),

parts as (select * from {{ ref('int_storage_parts_dated') }}),

metered_resources as (select * from {{ ref('int_metered_resources_monthly') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

store_days as (

    select
        usage_date,
        resource_id
    from costs
    group by usage_date, resource_id

),

-- What is stored stands in the row of each meter.
parts_billed as (

    select
        usage_date,
        resource_id,
        owner_id,
        reporting_currency,
        sum(effective_cost) as effective_cost,
        max(case when inventory_date is not null then size_bytes end) as size_bytes
    from costs
    group by
        usage_date, resource_id, object_prefix, storage_class, owner_id, reporting_currency

),

-- A store that is on no bill is there on the days on which it was inventoried.
parts_stored as (

    select
        usage_date,
        resource_id,
        owner_id,
        reporting_currency,
        effective_cost,
        size_bytes
    from parts_billed
    union all
    select
        parts.inventory_date as usage_date,
        parts.resource_id,
        coalesce(parts.owner_tag, 'unallocated') as owner_id,
        '{{ var("reporting_currency") }}' as reporting_currency,
        0 as effective_cost,
        parts.size_bytes
    from parts
    left join store_days
        on
            parts.inventory_date = store_days.usage_date
            and parts.resource_id = store_days.resource_id
    where store_days.resource_id is null

),

-- A disk of a cluster that has an inventory, too, counts once, as a volume.
stores_utilised as (

    select
        parts_stored.usage_date,
        parts_stored.resource_id,
        parts_stored.owner_id,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        parts_stored.reporting_currency,
        cast(sum(parts_stored.effective_cost) as {{ type_money() }}) as effective_cost,
        cast(
            cast(sum(parts_stored.size_bytes) as double) * 24 / 1073741824
            as {{ type_quantity() }}
        ) as stored_quantity
    from parts_stored
    left join resources_owned
        on
            parts_stored.usage_date = resources_owned.charge_date
            and parts_stored.resource_id = resources_owned.resource_id
    left join metered_resources
        on
            {{ month_of('parts_stored.usage_date') }} = metered_resources.billing_month
            and parts_stored.resource_id = metered_resources.resource_id
    where coalesce(metered_resources.metered_as, 'store') = 'store'
    group by all

)

select * from stores_utilised
