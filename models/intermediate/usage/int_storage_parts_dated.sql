with

inventories as (select * from {{ ref('stg_storage__inventories') }}),

-- Of two inventories of a day the later one counts.
inventory_days as (

    select
        resource_id,
        cast(inventory_at as date) as inventory_date,
        max(inventory_at) as inventory_at
    from inventories
    group by resource_id, cast(inventory_at as date)

),

-- An inventory holds until the next one, and the first one for the days before it, too.
intervals as (

    select
        resource_id,
        inventory_at,
        inventory_date,
        case
            when row_number() over store_days = 1
                then cast('{{ var("calendar_start_date") }}' as date)
            else inventory_date
        end as valid_from_date,
        coalesce(lead(inventory_date) over store_days, {{ far_future() }}) as valid_to_date
    from inventory_days
    window store_days as (partition by resource_id order by inventory_date)

),

parts as (

    select
        inventories.resource_id,
        inventories.object_prefix,
        inventories.storage_class,
        intervals.inventory_date,
        intervals.valid_from_date,
        intervals.valid_to_date,
        max(inventories.store) as store,
        max(inventories.table_name) as table_name,
        max(nullif(lower(trim(inventories.owner_tag)), '')) as owner_tag,
        sum(inventories.size_bytes) as size_bytes,
        sum(coalesce(inventories.object_count, 0)) as object_count,
        sum(coalesce(inventories.request_count, 0)) as request_count,
        max(cast(inventories.last_accessed_at as date)) as last_accessed_date,
        inventories.object_prefix = '/' as is_whole_store
    from inventories
    inner join intervals
        on
            inventories.resource_id = intervals.resource_id
            and inventories.inventory_at = intervals.inventory_at
    group by all

),

-- The row of a whole store is what its other prefixes leave over of it.
parts_dated as (

    select
        resource_id,
        object_prefix,
        storage_class,
        inventory_date,
        valid_from_date,
        valid_to_date,
        store,
        table_name,
        owner_tag,
        {% for name in ['size_bytes', 'object_count', 'request_count'] %}
        case
            when is_whole_store
                then greatest({{ name }} + {{ name }} - sum({{ name }}) over store_class, 0)
            else {{ name }}
        end as {{ name }},
        {% endfor %}
        last_accessed_date
    from parts
    window store_class as (partition by resource_id, inventory_date, storage_class)

)

select * from parts_dated
