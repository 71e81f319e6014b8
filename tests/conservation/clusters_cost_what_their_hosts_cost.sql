-- What workloads and idle pay for all but volumes in a day is what the nodes cost that day.
with

nodes as (

    select
        billing_month,
        resource_id
    from {{ ref('int_kubernetes_nodes_monthly') }}
    group by billing_month, resource_id

),

billed as (

    select
        charges.charge_date,
        sum(charges.effective_cost) as effective_cost
    from {{ ref('int_resource_charges_converted') }} as charges
    inner join nodes
        on
            charges.billing_month = nodes.billing_month
            and charges.resource_id = nodes.resource_id
    group by charges.charge_date

),

split as (

    select
        charge_date,
        sum(effective_cost) as effective_cost
    from {{ ref('fct_kubernetes_costs_daily') }}
    where resource_kind <> 'storage'
    group by charge_date

)

select
    coalesce(billed.charge_date, split.charge_date) as charge_date,
    billed.effective_cost as billed_cost,
    split.effective_cost as split_cost
from billed
full outer join split
    on billed.charge_date = split.charge_date
where coalesce(billed.effective_cost, 0) <> coalesce(split.effective_cost, 0)
