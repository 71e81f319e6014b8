with

commitments as (select * from {{ ref('int_commitments_daily') }}),

commitments_daily as (

    select
        commitments.charge_date,
        {{ commitment_key('commitments') }} as commitment_key,
        commitments.provider_name,
        commitments.commitment_id,
        commitments.commitment_type,
        commitments.programme_id,
        commitments.eligibility_source,
        commitments.reporting_currency,
        commitments.billed_cost,
        commitments.amortised_cost,
        commitments.used_cost,
        commitments.unused_cost,
        commitments.eligible_cost,
        commitments.covered_cost,
        commitments.on_demand_equivalent_cost,
        commitments.savings_cost,
        commitments.utilisation_ratio,
        commitments.coverage_ratio,
        commitments.break_even_utilisation_ratio,
        cast(commitments.days_to_expiry as bigint) as days_to_expiry_count,
        commitments.break_even_date,
        commitments.term_start_date,
        commitments.term_end_date
    from commitments

),

published_commitments as (

    {{ with_closed_months('commitments_daily') }}

)

select * from published_commitments
