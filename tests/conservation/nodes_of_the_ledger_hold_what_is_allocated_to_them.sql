-- At the end of each day every owner holds what is allocated to them, the charges have given away all
-- that was charged, and the account of rounding is empty.
with

held as (

    select
        charge_date,
        node,
        reporting_currency,
        {{ four_costs() | join(',\n        ') }}
    from {{ ref('fct_cost_ledger') }}
    union all
    select
        charge_date,
        owner_id as node,
        reporting_currency,
        {% for cost in four_costs() %}
        -{{ cost }} as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('fct_allocated_costs_daily') }}
    union all
    select
        charge_date,
        'charges' as node,
        reporting_currency,
        {{ four_costs() | join(',\n        ') }}
    from {{ ref('fct_costs_daily') }}

)

select
    charge_date,
    node,
    reporting_currency,
    {% for cost in four_costs() %}
    sum({{ cost }}) as {{ cost }}{{ ',' if not loop.last }}
    {% endfor %}
from held
group by charge_date, node, reporting_currency
having sum({{ four_costs() | join(') <> 0 or sum(') }}) <> 0
