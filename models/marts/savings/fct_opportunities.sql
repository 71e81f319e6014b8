with

opportunities as (select * from {{ ref('int_opportunities_listed') }}),

opportunities_listed as (

    select
        opportunity_id,
        detector_id,
        subject_id,
        owner_id,
        provider_name,
        service_name,
        recommended_action,
        confidence,
        effort,
        reporting_currency,
        monthly_effective_cost,
        monthly_potential_cost,
        monthly_net_potential_cost,
        metric_name,
        measured_quantity,
        threshold_quantity,
        evidence_query,
        first_seen_date,
        last_seen_date,
        cast(age_days as bigint) as age_day_count
    from opportunities

)

select * from opportunities_listed
