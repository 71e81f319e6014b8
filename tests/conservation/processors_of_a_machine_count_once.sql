-- What could have been used in a day is what nodes and other machines offered, each once, whoever
-- meters them. Shares of nodes are ratios of twelve places. A closed month is as it was closed.
with

offered as (

    select
        host_usage.resource_id,
        cast(host_usage.interval_started_at as date) as usage_date,
        sum(host_usage.cpu_capacity_core_seconds) / 3600 as capacity_quantity
    from {{ ref('stg_hosts__host_usage') }} as host_usage
    where host_usage.cpu_used_core_seconds is not null
    group by host_usage.resource_id, cast(host_usage.interval_started_at as date)

),

nodes as (

    select
        billing_month,
        resource_id
    from {{ ref('stg_kubernetes__pod_usage') }}
    where resource_id is not null
    group by billing_month, resource_id

),

capacities as (

    select
        offered.usage_date,
        cast(offered.capacity_quantity as double) as capacity_quantity
    from offered
    left join nodes
        on
            {{ month_of('offered.usage_date') }} = nodes.billing_month
            and offered.resource_id = nodes.resource_id
    where nodes.resource_id is null
    union all
    select
        usage_date,
        cast(capacity_quantity as double) as capacity_quantity
    from {{ ref('int_kubernetes_nodes_daily') }}
    where resource_kind = 'cpu'

),

capacities_daily as (

    select
        usage_date,
        sum(capacity_quantity) as capacity_quantity
    from capacities
    group by usage_date

),

utilised as (

    select
        charge_date,
        sum(cast(capacity_quantity as double)) as capacity_quantity
    from {{ ref('fct_resource_utilization_daily') }}
    where resource_kind = 'cpu'
    group by charge_date

)

select
    coalesce(capacities_daily.usage_date, utilised.charge_date) as charge_date,
    capacities_daily.capacity_quantity as offered_quantity,
    utilised.capacity_quantity as utilised_quantity
from capacities_daily
full outer join utilised
    on capacities_daily.usage_date = utilised.charge_date
where
    abs(coalesce(capacities_daily.capacity_quantity, 0) - coalesce(utilised.capacity_quantity, 0))
    > coalesce(capacities_daily.capacity_quantity, 0) * 0.000000001
    and {{ month_of('coalesce(capacities_daily.usage_date, utilised.charge_date)') }} not in (
        select closed_months.billing_month
        from landing.closed_months
        where closed_months.mart_name = 'fct_resource_utilization_daily'
    )
