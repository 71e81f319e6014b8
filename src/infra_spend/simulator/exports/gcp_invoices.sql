-- The invoice of the month, once it has been issued. Google bills in whole cents: the line of the
-- rounding error is among the adjustments.
select
    cast(getvariable('billing_month') as timestamp) as billing_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as billing_period_end,
    invoice_id,
    'Google LLC' as invoice_issuer_name,
    '01A2B3-C4D5E6-F70819' as billing_account_id,
    invoice_issued_at,
    invoice_issued_at + interval 30 day as payment_due_at,
    charge_category,
    'USD' as billing_currency,
    cast(sum(cost + credits_amount) as decimal(18, 6)) as billed_cost
from gcp_charges
where getvariable('known_at') >= invoice_issued_at
group by invoice_id, invoice_issued_at, charge_category
order by charge_category
