with

own_costs as (select * from {{ ref('int_platform_costs_own') }}),

throughputs as (select * from {{ ref('int_platform_throughputs') }}),

edges as (select * from {{ ref('int_platform_edges') }}),

platforms as (select * from {{ ref('int_platforms_passing') }}),

-- A consumer that passes on what it is sent is not where a path ends.
edges_to_owners as (

    select edges.*
    from edges
    left join platforms
        on
            edges.charge_date = platforms.charge_date
            and edges.consumer_owner_id = platforms.platform_owner_id
    where platforms.platform_owner_id is null

),

-- However many rounds a cost makes between platforms, one of them hands it over at last.
platform_paths as (

    select
        {{ month_of('own_costs.charge_date') }} as charge_month,
        own_costs.platform_owner_id as origin_owner_id,
        edges_to_owners.platform_owner_id as last_platform_owner_id,
        edges_to_owners.consumer_owner_id as owner_id,
        own_costs.reporting_currency,
        sum(
            cast(own_costs.effective_cost as double)
            * throughputs.throughput_ratio
            * cast(edges_to_owners.usage_ratio as double)
        ) as effective_cost
    from own_costs
    inner join throughputs
        on
            own_costs.charge_date = throughputs.charge_date
            and own_costs.platform_owner_id = throughputs.origin_owner_id
    inner join edges_to_owners
        on
            throughputs.charge_date = edges_to_owners.charge_date
            and throughputs.platform_owner_id = edges_to_owners.platform_owner_id
    group by all

)

select * from platform_paths
