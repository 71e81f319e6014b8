-- What pods share by bytes in a day is what their nodes are billed for by bytes that day.
with

billed as (

    select
        charge_date,
        sum(effective_cost) as effective_cost
    from {{ ref('int_resource_costs_owned') }}
    where meter_id = 'network'
    group by charge_date

),

shared as (

    select
        charge_date,
        sum(effective_cost) as effective_cost
    from {{ ref('int_pool_costs_daily') }}
    where split_id = 'kubernetes_nodes' and pool_id like '%/network'
    group by charge_date

)

select
    coalesce(billed.charge_date, shared.charge_date) as charge_date,
    billed.effective_cost as billed_cost,
    shared.effective_cost as shared_cost
from billed
full outer join shared
    on billed.charge_date = shared.charge_date
where coalesce(billed.effective_cost, 0) <> coalesce(shared.effective_cost, 0)
