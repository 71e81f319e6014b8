with

commitments as (select * from {{ ref('int_commitments_billed') }}),

programmes as (select * from {{ ref('commitment_programmes') }}),

-- The longest pattern says most; a provider that names its programmes calls them by their type.
programmes_matched as (

    select
        commitments.provider_name,
        commitments.commitment_id,
        programmes.programme_id,
        programmes.term_months,
        row_number() over (
            partition by commitments.provider_name, commitments.commitment_id
            order by length(programmes.fee_meter_pattern) desc, programmes.programme_id
        ) as match_rank
    from commitments
    inner join programmes
        on
            commitments.provider_name = programmes.provider_name
            and commitments.commitment_type = programmes.commitment_type
            and commitments.fee_meter like programmes.fee_meter_pattern
            and commitments.first_charge_date >= programmes.valid_from_date
            and commitments.first_charge_date
            < coalesce(programmes.valid_to_date, {{ far_future() }})

),

commitments_with_programme as (

    select
        commitments.provider_name,
        commitments.commitment_id,
        commitments.source_name,
        commitments.commitment_name,
        commitments.commitment_category,
        commitments.commitment_type,
        commitments.payment_option,
        commitments.term_start_date,
        commitments.term_end_date,
        commitments.first_charge_date,
        commitments.last_charge_date,
        commitments.has_upfront_fee,
        commitments.has_recurring_fee,
        programmes_matched.programme_id,
        programmes_matched.term_months
    from commitments
    left join programmes_matched
        on
            commitments.provider_name = programmes_matched.provider_name
            and commitments.commitment_id = programmes_matched.commitment_id
            and programmes_matched.match_rank = 1

)

select * from commitments_with_programme
