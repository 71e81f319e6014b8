with

hosts as (select * from {{ ref('int_query_hosts_daily') }}),

host_costs as (select * from {{ ref('int_query_host_costs_daily') }}),

capacities as (

    select
        usage_date,
        cluster_id,
        resource_kind,
        cast(sum(capacity_quantity) as {{ type_quantity() }}) as capacity_quantity
    from hosts
    group by usage_date, cluster_id, resource_kind

),

costs as (

    select
        usage_date,
        cluster_id,
        resource_kind,
        cast(sum(billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(list_cost) as {{ type_money() }}) as list_cost,
        cast(sum(contracted_cost) as {{ type_money() }}) as contracted_cost
    from host_costs
    group by usage_date, cluster_id, resource_kind

),

-- Machines may cost money on a day without a meter, and be metered on a day without a bill.
supply as (

    select
        coalesce(capacities.usage_date, costs.usage_date) as usage_date,
        coalesce(capacities.cluster_id, costs.cluster_id) as cluster_id,
        coalesce(capacities.resource_kind, costs.resource_kind) as resource_kind,
        {{ each_cost('cast(coalesce(costs.{cost}, 0) as ' ~ type_money() ~ ')') }},
        cast(coalesce(capacities.capacity_quantity, 0) as {{ type_quantity() }})
            as capacity_quantity
    from capacities
    full outer join costs
        on
            capacities.usage_date = costs.usage_date
            and capacities.cluster_id = costs.cluster_id
            and capacities.resource_kind = costs.resource_kind

)

select * from supply
