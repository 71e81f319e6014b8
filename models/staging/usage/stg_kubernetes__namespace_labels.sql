with

source as (select * from {{ source('kubernetes', 'namespace_labels') }}),

namespace_labels as (

    select
        source_name,
        delivery,
        coalesce(cluster_id, source_name) as cluster_id,
        namespace,
        namespace_labels,
        cast(interval_start as {{ dbt.type_timestamp() }}) as interval_started_at,
        billing_month
    from source

)

select * from namespace_labels
