-- At the end of each day every owner holds what is allocated to them, the charges have given away
-- all that was charged, and the account of rounding is empty.
with

held as (

    select
        charge_date,
        node,
        reporting_currency,
        {{ each_cost() }}
    from {{ ref('fct_cost_ledger') }}
    union all
    select
        charge_date,
        owner_id as node,
        reporting_currency,
        {{ each_cost('-{cost}') }}
    from {{ ref('fct_allocated_costs_daily') }}
    union all
    select
        charge_date,
        'charges' as node,
        reporting_currency,
        {{ each_cost() }}
    from {{ ref('fct_costs_daily') }}

)

select
    charge_date,
    node,
    reporting_currency,
    {{ each_cost('sum({cost})') }}
from held
group by charge_date, node, reporting_currency
having
    sum(billed_cost) <> 0
    or sum(effective_cost) <> 0
    or sum(list_cost) <> 0
    or sum(contracted_cost) <> 0
