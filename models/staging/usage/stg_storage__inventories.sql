with

source as (select * from {{ source('storage', 'storage_inventory') }}),

inventories as (

    select
        source_name,
        delivery,
        store,
        coalesce(resource_id, store) as resource_id,
        prefix as object_prefix,
        table_name,
        storage_class,
        owner_tag,
        cast(size_bytes as {{ type_quantity() }}) as size_bytes,
        object_count,
        request_count,
        cast(last_accessed_at as {{ dbt.type_timestamp() }}) as last_accessed_at,
        cast(inventory_at as {{ dbt.type_timestamp() }}) as inventory_at,
        billing_month
    from source

)

select * from inventories
