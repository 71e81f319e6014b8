with

billed as (select * from {{ ref('int_commitments_with_programme') }}),

contracts as (

    select
        *,
        row_number() over (
            partition by contract_commitment_id order by source_name
        ) as source_rank
    from {{ ref('int_contract_commitments') }}

),

stated as (select * from {{ ref('commitment_terms') }}),

source_starts as (

    select
        source_name,
        min(charge_date) as first_charge_date
    from {{ ref('int_charges_daily') }}
    group by source_name

),

-- The first that knows a start: a person, the bill, the contract, the first fee. A fee that begins
-- while its bill is being watched begins with the commitment.
commitments_with_sources as (

    select
        billed.*,
        stated.exchange_id,
        contracts.contract_id,
        coalesce(stated.payment_option, billed.payment_option, contracts.payment_option)
            as known_payment_option,
        coalesce(stated.term_start_date, billed.term_start_date, contracts.term_start_date)
            as known_start_date,
        coalesce(stated.term_end_date, billed.term_end_date, contracts.term_end_date)
            as known_end_date,
        case
            when stated.term_start_date is not null then 'stated'
            when billed.term_start_date is not null then 'bill'
            when contracts.term_start_date is not null then 'contract'
            when
                billed.term_months is not null
                and billed.first_charge_date > source_starts.first_charge_date
                then 'first_fee'
        end as term_source
    from billed
    left join contracts
        on
            billed.commitment_id = contracts.contract_commitment_id
            and contracts.source_rank = 1
    left join stated
        on
            billed.provider_name = stated.provider_name
            and billed.commitment_id = stated.commitment_id
    left join source_starts
        on billed.source_name = source_starts.source_name

),

commitments as (

    select
        provider_name,
        commitment_id,
        source_name,
        commitment_name,
        commitment_category,
        commitment_type,
        coalesce(programme_id, commitment_type) as programme_id,
        contract_id,
        exchange_id,
        known_payment_option as payment_option,
        term_source,
        case when term_source = 'first_fee' then first_charge_date else known_start_date end
            as term_start_date,
        case
            when known_end_date is not null then known_end_date
            when term_source = 'first_fee'
                then cast({{ dbt.dateadd('month', 'term_months', 'first_charge_date') }} as date)
        end as term_end_date,
        first_charge_date,
        last_charge_date,
        has_upfront_fee,
        has_recurring_fee
    from commitments_with_sources

)

select * from commitments
