with

costs as (select * from {{ ref('int_commitment_costs_daily') }}),

commitments as (select * from {{ ref('int_commitments_listed') }}),

eligible as (select * from {{ ref('int_commitment_eligible_costs_daily') }}),

break_even as (select * from {{ ref('int_commitment_break_even') }}),

-- What the provider lists goes before what a rule says.
costs_with_commitment as (

    select
        costs.charge_date,
        costs.provider_name,
        commitments.commitment_id,
        commitments.commitment_type,
        commitments.programme_id,
        commitments.term_start_date,
        commitments.term_end_date,
        break_even.break_even_date,
        costs.reporting_currency,
        costs.billed_cost,
        costs.amortised_cost,
        costs.used_cost,
        costs.unused_cost,
        costs.covered_cost,
        costs.on_demand_equivalent_cost,
        coalesce(listed.eligible_cost, ruled.eligible_cost) as eligible_cost,
        coalesce(listed.eligibility_source, ruled.eligibility_source) as eligibility_source
    from costs
    inner join commitments
        on
            costs.provider_name = commitments.provider_name
            and costs.commitment_discount_id = commitments.commitment_id
    left join break_even
        on
            costs.provider_name = break_even.provider_name
            and costs.commitment_discount_id = break_even.commitment_id
    left join eligible as listed
        on
            listed.eligibility_source = 'provider'
            and costs.charge_date = listed.charge_date
            and costs.provider_name = listed.provider_name
            and commitments.commitment_type = listed.programme_id
            and costs.reporting_currency = listed.reporting_currency
    left join eligible as ruled
        on
            ruled.eligibility_source = 'rule'
            and costs.charge_date = ruled.charge_date
            and costs.provider_name = ruled.provider_name
            and commitments.programme_id = ruled.programme_id
            and costs.reporting_currency = ruled.reporting_currency

),

commitments_daily as (

    select
        *,
        cast(covered_cost - amortised_cost as {{ type_money() }}) as savings_cost,
        {{ bounded_ratio('used_cost', 'amortised_cost') }} as utilisation_ratio,
        {{ bounded_ratio('covered_cost', 'eligible_cost') }} as coverage_ratio,
        {{ bounded_ratio('used_cost', 'covered_cost') }} as break_even_utilisation_ratio,
        {{ days_between('charge_date', 'term_end_date') }} as days_to_expiry
    from costs_with_commitment

)

select * from commitments_daily
