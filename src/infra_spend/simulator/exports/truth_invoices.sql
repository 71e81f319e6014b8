-- What every invoice that has been issued comes to.
select
    source_name,
    invoice_id,
    billing_month,
    charge_category,
    billing_currency,
    cast(sum(billed_cost) as decimal(38, 10)) as billed_cost
from truth_provider_costs
where invoice_id is not null
group by source_name, invoice_id, billing_month, charge_category, billing_currency
order by source_name, invoice_id, charge_category
