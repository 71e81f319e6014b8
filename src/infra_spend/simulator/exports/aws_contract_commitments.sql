-- The year of the agreement that starts in the month, as a FOCUS Contract Commitment dataset.
select
    contract_id || '-year-' || contract_year as contract_commitment_id,
    'Private Pricing Agreement' as contract_commitment_type,
    'Spend' as contract_commitment_category,
    cast(committed_dollars as decimal(18, 2)) as contract_commitment_cost,
    'Year ' || contract_year || ' of the agreement: 7 % off all usage'
        as contract_commitment_description,
    cast(start_date as timestamp) as contract_commitment_period_start,
    cast(end_date as timestamp) as contract_commitment_period_end,
    contract_id,
    cast(min(start_date) over () as timestamp) as contract_period_start,
    cast(contract_end_date as timestamp) as contract_period_end,
    'USD' as billing_currency,
    '{"InclusionOperator":"And","Inclusions":[{"Dimension":"ServiceProviderName","Operator":"In",'
    || '"Values":["AWS"]}]}' as contract_commitment_applicability,
    'Discount' as contract_commitment_benefit_category,
    cast(min(start_date) over () as timestamp) - interval 30 day as contract_commitment_created,
    cast(7 as decimal(18, 2)) as contract_commitment_discount_percentage,
    '1 Year' as contract_commitment_duration_type,
    'Annual' as contract_commitment_fulfillment_interval,
    cast(min(start_date) over () as timestamp) - interval 30 day
        as contract_commitment_last_updated,
    'Active' as contract_commitment_lifecycle_status,
    'Non-Continuous' as contract_commitment_model,
    'Negotiated' as contract_commitment_offer_category,
    'Annual' as contract_commitment_payment_interval,
    'No Upfront' as contract_commitment_payment_model,
    cast(0 as decimal(18, 2)) as contract_commitment_payment_upfront_percentage,
    'Amazon Web Services, Inc.' as invoice_issuer_name,
    'USD' as pricing_currency,
    cast(committed_dollars as decimal(18, 2)) as pricing_currency_contract_commitment_cost,
    'AWS' as service_provider_name
from aws_contract_years
-- Later years are part of the agreement, but a month holds what begins in it.
qualify start_date = getvariable('billing_month')
