-- The paths of a month are another way to the same owners. They are worked out in floating point.
with

found as (

    select
        charge_month,
        owner_id,
        effective_cost
    from {{ ref('fct_allocation_paths') }}
    union all
    select
        {{ month_of('charge_date') }} as charge_month,
        owner_id,
        -effective_cost as effective_cost
    from {{ ref('int_costs_allocated') }}

)

select
    charge_month,
    owner_id,
    sum(effective_cost) as effective_cost
from found
group by charge_month, owner_id
having abs(sum(effective_cost)) > 0.01
