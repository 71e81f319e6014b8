with

in_machines as (select * from {{ ref('int_opportunities_in_machines') }}),

in_storage as (select * from {{ ref('int_opportunities_in_storage') }}),

in_queries as (select * from {{ ref('int_opportunities_in_queries') }}),

in_usage as (select * from {{ ref('int_opportunities_in_usage') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

opportunities as (

    {{ opportunities_unioned(['in_machines', 'in_storage', 'in_queries', 'in_usage']) }}

),

-- An opportunity is one subject, whatever it is saved on; what saves next to nothing is none.
opportunities_with_sum as (

    select
        *,
        md5(concat_ws('|', detector_id, reporting_currency, subject_id)) as opportunity_id,
        sum(monthly_potential_cost) over (
            partition by detector_id, reporting_currency, subject_id
        ) as subject_potential_cost
    from opportunities
    where monthly_effective_cost > 0 and monthly_potential_cost > 0

),

opportunities_found as (

    select
        found.opportunity_id,
        {%- for name in opportunity_column_names() %}
        found.{{ name }},
        {%- endfor %}
        detectors.first_date,
        detectors.last_date
    from opportunities_with_sum as found
    inner join detectors
        on found.detector_id = detectors.detector_id
    where found.subject_potential_cost >= detectors.lowest_monthly_cost

)

select * from opportunities_found
