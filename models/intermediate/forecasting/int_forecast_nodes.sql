with

leaves_daily as (select * from {{ ref('int_forecast_leaves_daily') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

leaves as (

    select
        node_id,
        owner_id,
        cost_class,
        method,
        service_category,
        reporting_currency
    from leaves_daily
    group by all

),

nodes as (

    select
        node_id,
        concat_ws('/', cost_class, owner_id) as parent_node_id,
        'leaf' as level_name,
        owner_id,
        cost_class,
        method,
        service_category,
        reporting_currency
    from leaves
    union all
    select
        concat_ws('/', leaves.cost_class, ancestors.ancestor_owner_id) as node_id,
        case
            when ancestors.parent_owner_id is not null
                then concat_ws('/', leaves.cost_class, ancestors.parent_owner_id)
        end as parent_node_id,
        ancestors.ancestor_owner_type as level_name,
        ancestors.ancestor_owner_id as owner_id,
        leaves.cost_class,
        leaves.method,
        cast(null as {{ dbt.type_string() }}) as service_category,
        leaves.reporting_currency
    from leaves
    inner join ancestors
        on leaves.owner_id = ancestors.owner_id
    group by all

)

select * from nodes
