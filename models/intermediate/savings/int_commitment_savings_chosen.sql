with

advice as (select * from {{ ref('int_commitments_advised') }}),

eligibility as (select * from {{ ref('commitment_eligibility') }}),

demand as (select * from {{ ref('int_commitment_demand_ranked') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

-- The best payment option of the cautious amount, for a term that is not longer than one dares.
offers_ranked as (

    select
        detectors.detector_id,
        advice.*,
        row_number() over (
            partition by advice.provider_name, advice.programme_id, advice.reporting_currency
            order by
                advice.monthly_savings_cost desc, advice.term_months asc, advice.payment_option asc
        ) as offer_rank
    from advice
    inner join detectors
        on
            detectors.detector_id = 'uncommitted_usage'
            and advice.term_months <= detectors.threshold_quantity
    where advice.choice_kind = 'cautious' and advice.monthly_savings_cost > 0

),

-- Programmes for the same meters are alternatives: the one that saves most is chosen.
programmes_ranked as (

    select
        offers_ranked.programme_id,
        offers_ranked.reporting_currency,
        row_number() over (
            partition by
                eligibility.provider_name, eligibility.meter_pattern,
                offers_ranked.reporting_currency
            order by offers_ranked.monthly_savings_cost desc, offers_ranked.programme_id asc
        ) as programme_rank
    from offers_ranked
    inner join eligibility
        on
            offers_ranked.provider_name = eligibility.provider_name
            and offers_ranked.programme_id = eligibility.programme_id
    where offers_ranked.offer_rank = 1

),

programmes_chosen as (

    select
        programme_id,
        reporting_currency
    from programmes_ranked
    group by programme_id, reporting_currency
    having max(programme_rank) = 1

),

demand_of_programmes as (

    select
        programme_id,
        reporting_currency,
        {{ monthly_cost('sum(uncovered_cost)', '(cast(count(*) as double) / 24)') }}
            as monthly_uncovered_cost
    from demand
    group by programme_id, reporting_currency

),

-- What it saves, as a part of what is not covered today.
savings_chosen as (

    select
        offers.detector_id,
        offers.provider_name,
        offers.programme_id,
        offers.reporting_currency,
        offers.term_months,
        demand_of_programmes.monthly_uncovered_cost,
        {{ ratio('offers.monthly_savings_cost', 'demand_of_programmes.monthly_uncovered_cost') }}
            as saved_ratio
    from offers_ranked as offers
    inner join demand_of_programmes
        on
            offers.programme_id = demand_of_programmes.programme_id
            and offers.reporting_currency = demand_of_programmes.reporting_currency
    inner join programmes_chosen
        on
            offers.programme_id = programmes_chosen.programme_id
            and offers.reporting_currency = programmes_chosen.reporting_currency
    where offers.offer_rank = 1

)

select * from savings_chosen
