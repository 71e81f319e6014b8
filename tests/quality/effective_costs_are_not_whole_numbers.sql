-- Some exports round amortised costs to whole units of currency and lose the rest. A source whose
-- usage is never whole on the invoice and always whole when amortised is one of them.
{{ config(severity='warn') }}

select
    source_name,
    provider_name,
    billing_month,
    count(*) as row_count,
    sum(billed_cost) as billed_cost,
    sum(effective_cost) as effective_cost
from {{ ref('int_charges_daily') }}
where charge_category = 'Usage' and billed_cost <> 0
group by source_name, provider_name, billing_month
having
    count(*) >= 100
    and max(abs(effective_cost - round(effective_cost, 0))) = 0
    and max(abs(billed_cost - round(billed_cost, 0))) > 0
