-- A move of a cost is a minus at one node and a plus at another, so nothing is lost on a hop.
select
    charge_date,
    hop_name,
    reporting_currency,
    {{ each_cost('sum({cost})') }}
from {{ ref('fct_cost_ledger') }}
group by charge_date, hop_name, reporting_currency
having
    sum(billed_cost) <> 0
    or sum(effective_cost) <> 0
    or sum(list_cost) <> 0
    or sum(contracted_cost) <> 0
