-- A move of a cost is a minus at one node and a plus at another, so nothing is made or lost on a hop.
select
    charge_date,
    hop_name,
    reporting_currency,
    {% for cost in four_costs() %}
    sum({{ cost }}) as {{ cost }}{{ ',' if not loop.last }}
    {% endfor %}
from {{ ref('fct_cost_ledger') }}
group by charge_date, hop_name, reporting_currency
having sum({{ four_costs() | join(') <> 0 or sum(') }}) <> 0
