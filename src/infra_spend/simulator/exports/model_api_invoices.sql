-- The invoice of the month, once it has been issued, one row per category of charges.
select
    cast(getvariable('billing_month') as timestamp) as billing_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as billing_period_end,
    invoice_id,
    'OpenAI, LLC' as invoice_issuer_name,
    'org-company' as billing_account_id,
    invoice_issued_at,
    invoice_issued_at + interval 14 day as payment_due_at,
    charge_category,
    'USD' as billing_currency,
    cast(cast(sum(billed_cost) as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)) as billed_cost
from model_api_charges
where getvariable('known_at') >= invoice_issued_at
group by invoice_id, invoice_issued_at, charge_category
order by charge_category
