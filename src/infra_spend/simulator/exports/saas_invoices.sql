-- The invoices of the month that have been issued, one row per category of charges.
select
    cast(getvariable('billing_month') as timestamp) as billing_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as billing_period_end,
    invoice_id,
    'Dynatrace Austria GmbH' as invoice_issuer_name,
    'company-eu' as billing_account_id,
    invoice_issued_at,
    invoice_issued_at + interval 30 day as payment_due_at,
    charge_category,
    'EUR' as billing_currency,
    cast(cast(sum(billed_cost) as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)) as billed_cost
from saas_charges
where getvariable('known_at') >= invoice_issued_at
group by invoice_id, invoice_issued_at, charge_category
order by invoice_id, charge_category
