with

nodes as (select * from {{ ref('int_kubernetes_nodes_monthly') }}),

costs as (select * from {{ ref('int_resource_costs_owned') }}),

node_resources as (

    select
        billing_month,
        resource_id,
        min(cluster_id) as cluster_id
    from nodes
    group by billing_month, resource_id

),

services as (

    select
        node_resources.billing_month,
        node_resources.cluster_id,
        costs.provider_name,
        costs.service_name,
        sum(costs.effective_cost) as effective_cost
    from node_resources
    inner join costs
        on
            node_resources.billing_month = costs.billing_month
            and node_resources.resource_id = costs.resource_id
    group by
        node_resources.billing_month, node_resources.cluster_id, costs.provider_name,
        costs.service_name

),

services_ranked as (

    select
        billing_month,
        cluster_id,
        provider_name,
        service_name,
        row_number() over (
            partition by billing_month, cluster_id
            order by effective_cost desc, provider_name asc, service_name asc
        ) as cost_rank
    from services

),

-- What pods use is of the service that most of their cluster's nodes are billed as.
clusters_monthly as (

    select
        billing_month,
        cluster_id,
        provider_name,
        service_name
    from services_ranked
    where cost_rank = 1

)

select * from clusters_monthly
