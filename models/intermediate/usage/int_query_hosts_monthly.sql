with

hosts_daily as (select * from {{ ref('int_query_hosts_daily') }}),

weights as (select * from {{ ref('query_engine_weights') }}),

kinds_of_host as (

    select
        {{ month_of('hosts_daily.usage_date') }} as billing_month,
        hosts_daily.resource_id,
        hosts_daily.cluster_id,
        hosts_daily.resource_kind,
        sum(
            cast(weights.weight_per_unit as double) * cast(hosts_daily.capacity_quantity as double)
        ) as kind_weight
    from hosts_daily
    inner join weights
        on
            hosts_daily.resource_kind = weights.resource_kind
            and hosts_daily.usage_date >= weights.valid_from_date
            and hosts_daily.usage_date < coalesce(weights.valid_to_date, {{ far_future() }})
    group by all

),

-- A machine that moves to another cluster within a month is shared by both, by capacity. One whose
-- meter offers nothing is processors.
hosts_monthly as (

    select
        billing_month,
        resource_id,
        cluster_id,
        resource_kind,
        coalesce(
            {{ ratio('kind_weight', 'sum(kind_weight) over host') }},
            case when row_number() over host_kinds = 1 then 1 else 0 end
        ) as host_ratio
    from kinds_of_host
    window
        host as (partition by billing_month, resource_id),
        host_kinds as (partition by billing_month, resource_id order by resource_kind, cluster_id)

)

select * from hosts_monthly
