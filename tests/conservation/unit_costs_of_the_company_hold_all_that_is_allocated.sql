-- In every month, for each metric that everything allocated is divided by.
with

followed as (

    select
        metric_name,
        product,
        cost_name,
        cost_basis
    from {{ ref('unit_cost_metrics') }}
    where
        owner_id = 'company'
        and cost_basis = 'allocated'
        and provider_name is null
        and engine is null

),

allocated as (

    select
        {{ month_of('charge_date') }} as billing_month,
        sum(effective_cost) as effective_cost
    from {{ ref('int_costs_allocated') }}
    group by {{ month_of('charge_date') }}

),

divided as (

    select
        metric_name,
        product,
        cost_name,
        cost_basis,
        {{ month_of('charge_date') }} as billing_month,
        sum(effective_cost) as effective_cost
    from {{ ref('int_unit_cost_numerators_daily') }}
    group by metric_name, product, cost_name, cost_basis, {{ month_of('charge_date') }}

)

select
    followed.metric_name,
    followed.product,
    followed.cost_name,
    allocated.billing_month,
    allocated.effective_cost,
    divided.effective_cost as divided_cost
from followed
cross join allocated
left join divided
    on
        followed.metric_name = divided.metric_name
        and followed.product = divided.product
        and followed.cost_name = divided.cost_name
        and followed.cost_basis = divided.cost_basis
        and allocated.billing_month = divided.billing_month
where coalesce(divided.effective_cost <> allocated.effective_cost, true)
