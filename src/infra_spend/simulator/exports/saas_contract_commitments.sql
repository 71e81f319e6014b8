-- The commitments whose term starts in the month, as a FOCUS Contract Commitment dataset.
select
    commitment_id as contract_commitment_id,
    'Annual Commitment' as contract_commitment_type,
    'Spend' as contract_commitment_category,
    cast(committed_euros as decimal(18, 2)) as contract_commitment_cost,
    'Dynatrace Platform Subscription, one year prepaid' as contract_commitment_description,
    cast(start_date as timestamp) as contract_commitment_period_start,
    cast(end_date as timestamp) as contract_commitment_period_end,
    contract_id,
    cast(start_date as timestamp) as contract_period_start,
    cast(end_date as timestamp) as contract_period_end,
    'EUR' as billing_currency,
    '{"InclusionOperator":"And","Inclusions":[{"Dimension":"ServiceName","Operator":"In",'
    || '"Values":["Dynatrace Platform"]}]}' as contract_commitment_applicability,
    'Discount' as contract_commitment_benefit_category,
    cast(start_date as timestamp) - interval 14 day as contract_commitment_created,
    cast(12 as decimal(18, 2)) as contract_commitment_discount_percentage,
    '1 Year' as contract_commitment_duration_type,
    'Daily' as contract_commitment_fulfillment_interval,
    cast(start_date as timestamp) - interval 14 day as contract_commitment_last_updated,
    case
        when cast(end_date as timestamp) <= getvariable('known_at') then 'Expired'
        else 'Active'
    end as contract_commitment_lifecycle_status,
    'Continuous' as contract_commitment_model,
    'Negotiated' as contract_commitment_offer_category,
    'One-Time' as contract_commitment_payment_interval,
    'All Upfront' as contract_commitment_payment_model,
    cast(100 as decimal(18, 2)) as contract_commitment_payment_upfront_percentage,
    'Dynatrace Austria GmbH' as invoice_issuer_name,
    'EUR' as pricing_currency,
    cast(committed_euros as decimal(18, 2)) as pricing_currency_contract_commitment_cost,
    'Dynatrace' as service_provider_name
from saas_commitments
where start_date = getvariable('billing_month')
