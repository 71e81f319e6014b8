with

commitments as (select * from {{ ref('int_commitments_inventoried') }}),

commitments_with_key as (

    select
        {{ commitment_key('commitments') }} as commitment_key,
        commitments.provider_name,
        commitments.commitment_id,
        commitments.commitment_name,
        commitments.commitment_category,
        commitments.commitment_type,
        commitments.programme_id,
        commitments.contract_id,
        commitments.exchange_id,
        commitments.source_name,
        commitments.payment_option,
        commitments.term_source,
        commitments.reporting_currency,
        commitments.committed_hourly_cost,
        commitments.term_start_date,
        commitments.term_end_date,
        commitments.first_charge_date,
        commitments.last_charge_date
    from commitments

)

select * from commitments_with_key
