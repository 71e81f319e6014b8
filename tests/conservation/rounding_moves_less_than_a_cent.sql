-- The account of rounding is for fractions of a cent: more would be an error in the equations.
select
    charge_date,
    node,
    sum(effective_cost) as effective_cost
from {{ ref('fct_cost_ledger') }}
where hop_name = 'rounding'
group by charge_date, node
having
    sum(abs(billed_cost) + abs(effective_cost) + abs(list_cost) + abs(contracted_cost)) > 0.02
