with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

contributions as (select * from {{ ref('int_anomaly_contributions') }}),

effects as (select * from {{ ref('int_anomaly_effects') }}),

-- What an effect would have cost and what it did cost, nobody can say.
all_contributions as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        expected_measured_cost,
        actual_measured_cost,
        impact_measured_cost
    from contributions
    union all
    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        cast(null as {{ type_money() }}) as expected_measured_cost,
        cast(null as {{ type_money() }}) as actual_measured_cost,
        impact_measured_cost
    from effects

),

contributions_measured as (

    select
        parts.anomaly_key,
        incidents.measured_as,
        parts.dimension_name,
        parts.member_name,
        parts.reporting_currency,
        {{ amounts_measured_as('cost', 'effective_cost', 'incidents', 'parts') }},
        {{ amounts_measured_as('usage', 'list_cost', 'incidents', 'parts') }}
    from all_contributions as parts
    inner join incidents
        on parts.anomaly_key = incidents.anomaly_key

)

select * from contributions_measured
