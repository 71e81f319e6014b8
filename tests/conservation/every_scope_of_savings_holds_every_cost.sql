-- Of each scope type the parts of a month add up to what everything cost in the month.
with

costs as (

    select
        {{ month_of('charge_date') }} as billing_month,
        sum(effective_cost) as effective_cost
    from {{ ref('fct_costs_daily') }}
    group by {{ month_of('charge_date') }}

),

scopes as (

    select scope_type
    from {{ ref('fct_effective_savings_monthly') }}
    group by scope_type

),

savings as (

    select
        scope_type,
        billing_month,
        sum(
            effective_cost
            + spot_effective_cost
            + unpriced_cost
            + purchase_effective_cost
            + credit_effective_cost
            + tax_effective_cost
        ) as effective_cost
    from {{ ref('fct_effective_savings_monthly') }}
    group by scope_type, billing_month

)

select
    scopes.scope_type,
    costs.billing_month,
    costs.effective_cost,
    savings.effective_cost as divided_cost
from costs
cross join scopes
left join savings
    on costs.billing_month = savings.billing_month and scopes.scope_type = savings.scope_type
where costs.effective_cost is distinct from savings.effective_cost
