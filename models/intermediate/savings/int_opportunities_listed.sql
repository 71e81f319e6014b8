with

opportunities as (select * from {{ ref('int_opportunities_netted') }}),

seen as (select * from {{ ref('int_opportunities_seen') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

first_seen as (

    select
        opportunity_id,
        min(seen_date) as first_seen_date
    from seen
    group by opportunity_id

),

subjects as (

    select
        opportunity_id,
        detector_id,
        subject_id,
        max(owner_id) as owner_id,
        max(provider_name) as provider_name,
        max(service_name) as service_name,
        reporting_currency,
        cast(sum(monthly_effective_cost) as {{ type_money() }}) as monthly_effective_cost,
        cast(sum(monthly_potential_cost) as {{ type_money() }}) as monthly_potential_cost,
        cast(sum(monthly_net_potential_cost) as {{ type_money() }}) as monthly_net_potential_cost,
        max(measured_quantity) as measured_quantity
    from opportunities
    group by opportunity_id, detector_id, subject_id, reporting_currency

),

-- The words of a detector's query in braces are those of the opportunity, their quotes doubled.
subjects_with_evidence as (

    select
        subjects.*,
        detectors.confidence,
        detectors.effort,
        detectors.recommended_action,
        detectors.metric_name,
        detectors.threshold_quantity,
        first_seen.first_seen_date,
        detectors.last_date as last_seen_date,
        {% set evidence = namespace(query='detectors.evidence_query') %}
        {% for name, value in [
            ('subject_id', 'subjects.subject_id'),
            ('owner_id', 'subjects.owner_id'),
            ('service_name', "coalesce(subjects.service_name, '')"),
            ('meter_pattern', "coalesce(detectors.meter_pattern, '')"),
            ('first_date', 'cast(detectors.first_date as ' ~ dbt.type_string() ~ ')'),
            ('last_date', 'cast(detectors.last_date as ' ~ dbt.type_string() ~ ')'),
        ] %}
        {% set evidence.query = "replace(" ~ evidence.query ~ ", '{" ~ name ~ "}', replace("
            ~ value ~ ", chr(39), concat(chr(39), chr(39))))" %}
        {% endfor %}
        {{ evidence.query }} as evidence_query
    from subjects
    inner join detectors
        on subjects.detector_id = detectors.detector_id
    inner join first_seen
        on subjects.opportunity_id = first_seen.opportunity_id

),

opportunities_listed as (

    select
        *,
        {{ days_between('first_seen_date', 'last_seen_date') }} as age_days
    from subjects_with_evidence

)

select * from opportunities_listed
