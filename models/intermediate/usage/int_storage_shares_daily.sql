{%- set part_weight -%}
    case
        when resource_kind = 'requests' and meter_request_count > 0 then cast(request_count as double)
        else cast(size_bytes as double)
    end
{%- endset -%}

with

charges as (select * from {{ ref('int_storage_charges_daily') }}),

parts as (select * from {{ ref('int_storage_parts_dated') }}),

charges_with_parts as (

    select
        charges.usage_date,
        charges.resource_id,
        charges.resource_kind,
        charges.storage_class as metered_class,
        charges.reporting_currency,
        {{ each_cost('charges.{cost}') }},
        coalesce(parts.object_prefix, 'unmetered') as object_prefix,
        coalesce(parts.storage_class, 'unmetered') as storage_class,
        parts.table_name,
        parts.owner_tag,
        coalesce(parts.size_bytes, 0) as size_bytes,
        coalesce(parts.object_count, 0) as object_count,
        coalesce(parts.request_count, 0) as request_count,
        parts.last_accessed_date,
        parts.inventory_date,
        max(case when parts.storage_class = charges.storage_class then 1 else 0 end) over meter
            as has_class,
        sum(coalesce(parts.request_count, 0)) over meter as meter_request_count
    from charges
    left join parts
        on
            charges.resource_id = parts.resource_id
            and charges.usage_date >= parts.valid_from_date
            and charges.usage_date < parts.valid_to_date
    window meter as (
        partition by
            charges.usage_date, charges.resource_id, charges.resource_kind, charges.storage_class
    )

),

-- A meter of a storage class is for what is stored in it, or for all where the inventory knows no
-- such class. Requests go by requests where any are counted, and all else by bytes.
shares as (

    select
        usage_date,
        resource_id,
        resource_kind,
        metered_class,
        reporting_currency,
        {{ each_cost() }},
        object_prefix,
        storage_class,
        table_name,
        owner_tag,
        size_bytes,
        object_count,
        request_count,
        last_accessed_date,
        inventory_date,
        coalesce(
            {{ ratio(part_weight, 'sum(' ~ part_weight ~ ') over meter') }},
            cast(0 as {{ type_ratio() }})
        ) as meter_ratio
    from charges_with_parts
    where metered_class is null or has_class = 0 or storage_class = metered_class
    window meter as (
        partition by usage_date, resource_id, resource_kind, metered_class
    )

)

select * from shares
