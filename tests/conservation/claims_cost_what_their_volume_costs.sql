-- On a day on which a volume is metered, its claims pay what it is billed.
with

split as (

    select
        usage_date,
        resource_id,
        sum(effective_cost) as effective_cost
    from {{ ref('int_kubernetes_volume_costs_split') }}
    group by usage_date, resource_id

),

volumes as (

    select
        usage_date,
        resource_id
    from {{ ref('int_kubernetes_volumes_daily') }}
    group by usage_date, resource_id

),

billed as (

    select
        charges.charge_date,
        charges.resource_id,
        sum(charges.effective_cost) as effective_cost
    from {{ ref('int_resource_charges_converted') }} as charges
    inner join volumes
        on
            charges.charge_date = volumes.usage_date
            and charges.resource_id = volumes.resource_id
    group by charges.charge_date, charges.resource_id

)

select
    billed.charge_date,
    billed.resource_id,
    billed.effective_cost as billed_cost,
    split.effective_cost as split_cost
from billed
left join split
    on billed.charge_date = split.usage_date and billed.resource_id = split.resource_id
where billed.effective_cost <> coalesce(split.effective_cost, 0)
