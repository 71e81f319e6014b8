-- What a commitment of Google Cloud costs moves from its fee to the usage it covered, within a day.
select
    source_name,
    delivery,
    billing_month,
    billing_account_id,
    billing_currency,
    cast(charge_period_start as date) as usage_date,
    sum(billed_cost) as billed_cost,
    sum(effective_cost) as effective_cost
from {{ ref('int_gcp_billing_charges') }}
group by
    source_name, delivery, billing_month, billing_account_id, billing_currency,
    cast(charge_period_start as date)
having sum(billed_cost) <> sum(effective_cost)
