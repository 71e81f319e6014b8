with

deliveries as (select * from {{ ref('stg_focus__contract_commitments') }}),

-- A data set repeats what still runs, so the newest row of a commitment is what holds now.
ranked as (

    select
        *,
        coalesce(provider_name, invoice_issuer_name, source_name) as contract_provider_name,
        row_number() over (
            partition by source_name, contract_commitment_id
            order by
                delivery desc,
                billing_month desc,
                case when last_updated_at is null then 1 else 0 end,
                last_updated_at desc,
                commitment_term_end desc
        ) as newest_rank
    from deliveries

),

contract_commitments as (

    select
        source_name,
        contract_commitment_id,
        contract_id,
        contract_provider_name as provider_name,
        contract_commitment_category,
        contract_commitment_type,
        contract_commitment_description,
        payment_option,
        lifecycle_status,
        contract_commitment_model,
        applicability,
        billing_currency,
        committed_cost,
        cast(commitment_term_start as date) as term_start_date,
        {{ end_date('commitment_term_end') }} as term_end_date
    from ranked
    where newest_rank = 1

)

select * from contract_commitments
