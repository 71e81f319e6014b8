with

source as (select * from {{ source('focus', 'contract_commitments') }}),

contract_commitments as (

    select
        source_name,
        delivery,
        contract_commitment_id,
        contract_id,
        service_provider_name as provider_name,
        invoice_issuer_name,
        contract_commitment_category,
        contract_commitment_type,
        contract_commitment_description,
        contract_commitment_payment_model as payment_option,
        contract_commitment_fulfillment_interval as fulfillment_interval,
        contract_commitment_lifecycle_status as lifecycle_status,
        contract_commitment_model,
        contract_commitment_applicability as applicability,
        billing_currency,
        {{ money('contract_commitment_cost') }} as committed_cost,
        cast(contract_commitment_quantity as {{ type_quantity() }}) as committed_quantity,
        contract_commitment_unit as committed_unit,
        contract_commitment_period_start as commitment_term_start,
        contract_commitment_period_end as commitment_term_end,
        contract_commitment_last_updated as last_updated_at,
        billing_month
    from source

)

select * from contract_commitments
