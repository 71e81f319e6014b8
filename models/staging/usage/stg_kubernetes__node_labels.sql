with

source as (select * from {{ source('kubernetes', 'node_labels') }}),

node_labels as (

    select
        source_name,
        delivery,
        coalesce(cluster_id, source_name) as cluster_id,
        node as node_name,
        node_labels,
        cast(interval_start as {{ dbt.type_timestamp() }}) as interval_started_at,
        billing_month
    from source

)

select * from node_labels
