with

shares as (select * from {{ ref('int_storage_shares_daily') }}),

stores_owned as (select * from {{ ref('int_stores_owned') }}),

aliases as (select * from {{ ref('owner_aliases') }}),

-- Whoever is tagged owns it; else whoever the store is called after. Shares that are all zero leave
-- the cost to the first row of the meter, the only one where there is no inventory.
costs_split as (

    select
        shares.usage_date,
        stores_owned.store,
        shares.resource_id,
        shares.resource_kind,
        shares.metered_class,
        shares.object_prefix,
        shares.storage_class,
        shares.table_name,
        coalesce(aliases.owner_id, shares.owner_tag, stores_owned.owner_id, 'unallocated')
            as owner_id,
        case
            when shares.owner_tag is not null then 'owner_tag'
            when stores_owned.owner_id is not null then 'store_name'
            else 'unallocated'
        end as rule_id,
        shares.reporting_currency,
        {{ each_cost(conserved_share(
            'shares.{cost}', 'shares.meter_ratio',
            [
                'shares.usage_date', 'shares.resource_id', 'shares.resource_kind',
                'shares.metered_class',
            ],
            ['shares.object_prefix', 'shares.storage_class']
        )) }},
        shares.size_bytes,
        shares.object_count,
        shares.request_count,
        shares.last_accessed_date,
        shares.inventory_date,
        shares.meter_ratio
    from shares
    inner join stores_owned
        on shares.resource_id = stores_owned.resource_id
    left join aliases
        on
            shares.owner_tag = aliases.attribute_value
            and aliases.attribute_name = 'tag_team'

)

select * from costs_split
