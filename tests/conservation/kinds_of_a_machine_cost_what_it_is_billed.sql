-- Processors, memory and GPUs of a machine that runs no pods cost in a day what it is billed.
with

machines as (

    select
        billing_month,
        resource_id
    from {{ ref('int_metered_resources_monthly') }}
    where metered_as = 'machine'

),

billed as (

    select
        charges.charge_date,
        charges.resource_id,
        sum(charges.effective_cost) as effective_cost
    from {{ ref('int_resource_charges_converted') }} as charges
    inner join machines
        on
            charges.billing_month = machines.billing_month
            and charges.resource_id = machines.resource_id
    group by charges.charge_date, charges.resource_id

),

split as (

    select
        usage_date,
        resource_id,
        sum(effective_cost) as effective_cost
    from {{ ref('int_host_costs_split') }}
    group by usage_date, resource_id

)

select
    coalesce(billed.charge_date, split.usage_date) as charge_date,
    coalesce(billed.resource_id, split.resource_id) as resource_id,
    billed.effective_cost as billed_cost,
    split.effective_cost as split_cost
from billed
full outer join split
    on
        billed.charge_date = split.usage_date
        and billed.resource_id = split.resource_id
where coalesce(billed.effective_cost, 0) <> coalesce(split.effective_cost, 0)
