with

commitments as (select * from {{ ref('int_commitments_listed') }}),

costs as (

    select
        provider_name,
        commitment_discount_id as commitment_id,
        count(*) as day_count,
        sum(amortised_cost) as amortised_cost,
        max(reporting_currency) as reporting_currency
    from {{ ref('int_commitment_costs_daily') }}
    group by provider_name, commitment_discount_id

),

-- Who saw the whole of what was paid can tell how it was paid.
commitments_priced as (

    select
        commitments.provider_name,
        commitments.commitment_id,
        commitments.source_name,
        commitments.commitment_name,
        commitments.commitment_category,
        commitments.commitment_type,
        commitments.programme_id,
        commitments.contract_id,
        commitments.exchange_id,
        case
            when commitments.payment_option is not null then commitments.payment_option
            when commitments.has_upfront_fee and commitments.has_recurring_fee
                then 'Partial Upfront'
            when commitments.has_upfront_fee then 'All Upfront'
            when commitments.first_charge_date <= commitments.term_start_date then 'No Upfront'
        end as payment_option,
        commitments.term_source,
        commitments.term_start_date,
        commitments.term_end_date,
        costs.reporting_currency,
        {{ money('cast(costs.amortised_cost as double) / (costs.day_count * 24)') }}
            as committed_hourly_cost,
        commitments.first_charge_date,
        commitments.last_charge_date
    from commitments
    left join costs
        on
            commitments.provider_name = costs.provider_name
            and commitments.commitment_id = costs.commitment_id

)

select * from commitments_priced
