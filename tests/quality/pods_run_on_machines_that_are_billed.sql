-- Machines that pods ran on, as a meter says, and that no bill of the month knows, though it knows
-- others of their cluster.
{{ config(severity='warn') }}

with

nodes as (select * from {{ ref('int_kubernetes_nodes_daily') }}),

charges as (select * from {{ ref('int_resource_charges_daily') }}),

machines as (

    select
        cluster_id,
        resource_id,
        {{ month_of('usage_date') }} as usage_month
    from nodes
    where resource_id is not null
    group by cluster_id, resource_id, {{ month_of('usage_date') }}

),

machines_with_charges as (

    select
        machines.cluster_id,
        machines.resource_id,
        machines.usage_month,
        count(charges.resource_id) as charge_count,
        sum(count(charges.resource_id)) over (
            partition by machines.cluster_id, machines.usage_month
        ) as charge_count_of_cluster
    from machines
    left join charges
        on
            machines.resource_id = charges.resource_id
            and machines.usage_month = charges.billing_month
    group by machines.cluster_id, machines.resource_id, machines.usage_month

)

select * from machines_with_charges
where charge_count = 0 and charge_count_of_cluster > 0
